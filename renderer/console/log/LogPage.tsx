import { VisuallyHidden } from '@mantine/core';
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { LogEntry } from '../../../shared/log.ts';
import { replaceParams, usePlace } from '../../app/route.ts';
import { useLive } from '../../app/services.ts';
import {
  everything,
  filterOf,
  keyOf,
  type LogFilter,
  withRange,
  withValue,
  writeFilter,
} from '../../state/log-filter.ts';
import type { LogView } from '../../state/log-view.ts';
import { EntryDetails } from './EntryDetails.tsx';
import { ExportStrip } from './ExportStrip.tsx';
import { Histogram } from './Histogram.tsx';
import type { Range } from './histogram-range.ts';
import { LogBody } from './LogBody.tsx';
import { LogList } from './LogList.tsx';
import classes from './LogPage.module.css';
import { LogTools, ShowEverything } from './LogTools.tsx';
import { useLinkedEntry } from './use-linked-entry.ts';
import { useHistogram, useLogTime, useLogView } from './use-log-view.ts';

/** The connection log: all of what is shown stands in the address, so that it can be linked. */
export default function LogPage() {
  const { params } = usePlace();
  const filter = useSameFilter(filterOf(params));
  const view = useLogView(filter);
  return view && <Page view={view} filter={filter} entryId={Number(params.get('entry')) || null} />;
}

/** An address that changes elsewhere leaves the filter the same object. */
function useSameFilter(filter: LogFilter): LogFilter {
  const key = keyOf(filter);
  // biome-ignore lint/correctness/useExhaustiveDependencies: filters of one key are the same
  return useMemo(() => filter, [key]);
}

function Page({ view, filter, entryId }: { view: LogView; filter: LogFilter; entryId: number | null }) {
  const { t } = useTranslation();
  const time = useLogTime();
  const histogram = useHistogram(filter);
  const connected = useLive((live) => live.connected);
  const following = useStore(view.store, (state) => state.following);
  // What ends before now gets nothing new: nothing about it is live.
  const isPast = filter.until !== null && Date.parse(filter.until) <= Date.now();
  const [chosen, setChosen] = useState<LogEntry | null>(null);
  const selected = useLinkedEntry(entryId, chosen);
  const page = useRef<HTMLDivElement>(null);

  const show = (next: LogFilter) => replaceParams((params) => writeFilter(next, params));
  const select = (entry: LogEntry | null) => {
    setChosen(entry);
    replaceParams((params) => (entry === null ? params.delete('entry') : params.set('entry', String(entry.id))));
  };
  const pick = (range: Range | null) =>
    show(range === null ? withRange(filter, null, null) : withRange(filter, ...ends(range)));
  const onFilter: Parameters<typeof LogList>[0]['onFilter'] = (side, field, value) =>
    show(withValue(filter, side, field, value));

  return (
    <div className={classes.page} ref={page}>
      <VisuallyHidden component="h2">{t('log.title')}</VisuallyHidden>
      <LogTools
        filter={filter}
        onFilter={show}
        time={time}
        tail={!connected ? 'stale' : isPast ? 'past' : following ? 'live' : 'held'}
        total={histogram.status === 'ready' ? (histogram.data?.total ?? null) : null}
        onLeaveSearch={() => page.current?.querySelector<HTMLElement>('tr[data-id] button[tabindex="0"]')?.focus()}
      />
      <Histogram
        data={histogram.data}
        status={histogram.status}
        ranged={filter.since !== null || filter.until !== null}
        time={time}
        onRange={pick}
      />
      <section className={classes.body} aria-label={t('log.title')} data-stale={!connected}>
        <div className={classes.list}>
          <LogBody view={view} clear={<ShowEverything onClick={() => show(everything)} />}>
            <LogList
              view={view}
              time={time}
              narrow={selected !== null}
              selectedId={selected?.id ?? null}
              onSelect={select}
              onFilter={onFilter}
            />
          </LogBody>
        </div>
        {selected && (
          <EntryDetails
            entry={selected}
            time={time}
            onClose={() => select(null)}
            onFilter={onFilter}
            onShow={(next) => show(next)}
          />
        )}
      </section>
      <ExportStrip />
    </div>
  );
}

const ends = ({ sinceMs, untilMs }: Range): [string, string | null] => [
  new Date(sinceMs).toISOString(),
  Number.isFinite(untilMs) ? new Date(untilMs).toISOString() : null,
];
