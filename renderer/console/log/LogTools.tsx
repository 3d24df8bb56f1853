import { ActionIcon, Button, Popover, SegmentedControl, TextInput, Tooltip } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconClock, IconSearch, IconX } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useServices } from '../../app/services.ts';
import { useShortcut } from '../../app/shortcuts.ts';
import type { LogFilter } from '../../state/log-filter.ts';
import { CopyButton } from '../CopyButton.tsx';
import { ExportMenu } from './ExportMenu.tsx';
import { FilterChips } from './FilterChips.tsx';
import classes from './LogPage.module.css';
import type { LogTime, TimeStyle } from './log-time.ts';

/** A search is sent when nobody has typed for this long. */
const TYPING_MS = 250;

interface LogToolsProps {
  filter: LogFilter;
  onFilter: (filter: LogFilter) => void;
  time: LogTime;
  /** How the tail stands: on with it, held by a reader, not in the range, or cut off. */
  tail: 'live' | 'held' | 'past' | 'stale';
  /** How many entries the filter finds; null: not known. */
  total: number | null;
  onLeaveSearch: () => void;
}

/** What is searched and filtered, how times are told, and the way out: link and export. */
export function LogTools({ filter, onFilter, time, tail, total, onLeaveSearch }: LogToolsProps) {
  const { t } = useTranslation();
  const { inBundle } = useServices();
  return (
    <div className={classes.tools}>
      <Search q={filter.q} onSearch={(q) => onFilter({ ...filter, q })} onLeave={onLeaveSearch} />
      <FilterChips filter={filter} onFilter={onFilter} time={time} />
      <span className={classes.space} />
      {!inBundle && (
        <span className={classes.live} data-state={tail} data-testid="log-tail">
          {t(`log.tail.${tail}`)}
        </span>
      )}
      <TimeMenu style={time.style} />
      {!inBundle && <CopyButton value={window.location.href} label={t('log.copyLink')} link />}
      {!inBundle && <ExportMenu filter={filter} total={total} />}
    </div>
  );
}

function Search({ q, onSearch, onLeave }: { q: string; onSearch: (q: string) => void; onLeave: () => void }) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(q);
  const sent = useRef(q);
  const send = (text: string) => {
    sent.current = text.trim().slice(0, 200);
    onSearch(sent.current);
  };
  const search = useDebouncedCallback(send, TYPING_MS);
  // Changed from elsewhere: a link, "show everything". What was sent from here comes back while one types on.
  useEffect(() => {
    if (q !== sent.current) setTyped(q);
    sent.current = q;
  }, [q]);
  useShortcut('search', () => {
    input.current?.focus();
    input.current?.select();
  });
  const clear = () => {
    setTyped('');
    search.cancel();
    send('');
  };
  return (
    <TextInput
      ref={input}
      className={classes.search}
      size="xs"
      type="search"
      maxLength={200}
      leftSection={<IconSearch size={14} aria-hidden />}
      rightSection={
        typed === '' ? null : (
          <ActionIcon variant="subtle" color="gray" size={18} aria-label={t('log.clearSearch')} onClick={clear}>
            <IconX size={12} aria-hidden />
          </ActionIcon>
        )
      }
      aria-label={t('log.search')}
      placeholder={t('log.search')}
      value={typed}
      onChange={({ currentTarget }) => {
        setTyped(currentTarget.value);
        search(currentTarget.value);
      }}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return;
        if (event.key === 'Escape') {
          event.preventDefault();
          if (typed === '') onLeave();
          else clear();
        } else if (event.key === 'Enter' || event.key === 'ArrowDown') {
          event.preventDefault();
          search.flush();
          onLeave();
        }
      }}
      data-testid="log-search"
    />
  );
}

function TimeMenu({ style }: { style: TimeStyle }) {
  const { t } = useTranslation();
  const { preferences } = useServices();
  return (
    <Popover position="bottom-end" width={260} trapFocus returnFocus>
      <Popover.Target>
        <Tooltip label={t('log.times.label')}>
          <ActionIcon variant="subtle" color="gray" size={26} aria-label={t('log.times.label')} data-testid="log-times">
            <IconClock size={16} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown className={classes.menu} aria-label={t('log.times.label')}>
        <h2>{t('log.times.as')}</h2>
        <SegmentedControl
          fullWidth
          size="xs"
          aria-label={t('log.times.as')}
          value={style.as}
          onChange={(value) => preferences.set({ logTimes: value as TimeStyle['as'] })}
          data={[
            { value: 'absolute', label: t('log.times.absolute') },
            { value: 'relative', label: t('log.times.relative') },
          ]}
        />
        <h2>{t('log.times.zone')}</h2>
        <SegmentedControl
          fullWidth
          size="xs"
          aria-label={t('log.times.zone')}
          value={style.zone}
          onChange={(value) => preferences.set({ logZone: value as TimeStyle['zone'] })}
          data={[
            { value: 'local', label: t('log.times.local') },
            { value: 'utc', label: t('log.times.utc') },
          ]}
        />
      </Popover.Dropdown>
    </Popover>
  );
}

/** One tap back to everything. */
export function ShowEverything({ onClick }: { onClick: () => void }) {
  const { t } = useTranslation();
  return (
    <Button variant="default" size="compact-xs" onClick={onClick} data-testid="log-show-all">
      {t('log.showAll')}
    </Button>
  );
}
