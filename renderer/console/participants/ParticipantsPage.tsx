import { TextInput } from '@mantine/core';
import { IconFilterOff, IconPinned, IconSearch, IconUserOff } from '@tabler/icons-react';
import { useCallback, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { replaceParams, usePlace } from '../../app/route.ts';
import { useServices } from '../../app/services.ts';
import { useShortcut } from '../../app/shortcuts.ts';
import { useFormat } from '../../i18n/format.ts';
import { isNarrowed, type ParticipantsQuery } from '../../state/participants-query.ts';
import { keyOf, type Listed } from '../../state/participants-rows.ts';
import panel from '../Panel.module.css';
import { Empty, Failed, Panel, Waiting } from '../Panel.tsx';
import { ColumnsMenu } from './ColumnsMenu.tsx';
import type { ColumnId } from './columns.ts';
import { DriftNote } from './DriftNote.tsx';
import { Drawer } from './drawer/Drawer.tsx';
import { FilterChips } from './FilterChips.tsx';
import classes from './Page.module.css';
import { ParticipantsTable } from './ParticipantsTable.tsx';
import { openRowOf, queryOf, writeOpenRow, writeQuery } from './place.ts';
import { StageNames, useKnownStageNames } from './stage-names.ts';
import { useParticipantsView } from './use-view.ts';

/** Everybody on all stages; the address holds what is shown, so that a view can be linked. */
export default function ParticipantsPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const { participants, preferences, hello } = useServices();
  const { params } = usePlace();
  const query = useStableQuery(params);
  const open = useMemo(() => openRowOf(params), [params]);
  const [view, shown] = useParticipantsView(query);
  const list = useStore(participants.store, (state) => state.list);
  const hidden = useStore(preferences.store, (kept) => kept.hiddenColumns ?? none) as readonly ColumnId[];
  const nameOf = useKnownStageNames();
  const searchField = useRef<HTMLInputElement>(null);
  useShortcut('search', () => searchField.current?.select());

  const onQuery = useCallback((next: ParticipantsQuery) => replaceParams((now) => writeQuery(now, next)), []);
  const onOpen = useCallback((listed: Listed) => {
    const { userId, participantId, stageArn } = listed;
    replaceParams((now) =>
      writeOpenRow(
        now,
        userId === null || listed.state === 'only-there'
          ? { kind: 'participant', participantId, stageArn }
          : { kind: 'user', userId, stageArn },
      ),
    );
  }, []);
  const onClose = useCallback(() => {
    replaceParams((now) => writeOpenRow(now, null));
    document.querySelector<HTMLElement>('[data-testid="participants-table"]')?.focus();
  }, []);

  const counts = participants.model.counts();
  const ghosts = useMemo(
    () => (shown.version >= 0 ? [...participants.model.rows.values()].filter(({ ghost }) => ghost !== null).length : 0),
    [participants, shown.version],
  );
  const openListed =
    open === null
      ? null
      : open.kind === 'user'
        ? (participants.model.rows.get(
            keyOf({ stageArn: open.stageArn ?? hello.stageArn ?? '', userId: open.userId }),
          ) ?? null)
        : ([...participants.model.rows.values()].find(({ participantId }) => participantId === open.participantId) ??
          null);
  const nobody = participants.model.rows.size === 0;
  const nothing = shown.rows.length === 0;

  return (
    <StageNames value={nameOf}>
      <div className={classes.page}>
        <div className={classes.list}>
          <Panel
            title={t('participants.title')}
            aside={
              <>
                {list.status === 'ready' && (
                  <span className={panel.count} data-testid="participants-count">
                    {!isNarrowed(query)
                      ? format.number(counts.total)
                      : t('participants.countOf', {
                          shown: format.number(shown.rows.length),
                          total: format.number(counts.total),
                        })}
                  </span>
                )}
                <span className={classes.headEnd}>
                  {shown.held && (
                    <span className={classes.held} data-testid="order-held">
                      <IconPinned size={13} aria-hidden />
                      {shown.waiting > 0
                        ? t('participants.heldWaiting', { number: format.number(shown.waiting) })
                        : t('participants.held')}
                    </span>
                  )}
                  <DriftNote />
                </span>
              </>
            }
          >
            <div className={classes.tools}>
              <TextInput
                ref={searchField}
                className={classes.search}
                size="xs"
                leftSection={<IconSearch size={14} aria-hidden />}
                placeholder={t('participants.search')}
                aria-label={t('participants.search')}
                aria-keyshortcuts="/"
                value={query.search}
                onChange={({ currentTarget }) => onQuery({ ...query, search: currentTarget.value })}
                onKeyDown={(event) => {
                  if (event.key !== 'Escape' || query.search === '') return;
                  event.stopPropagation();
                  onQuery({ ...query, search: '' });
                }}
              />
              <div className={classes.chips}>
                <FilterChips query={query} onQuery={onQuery} counts={counts} ghosts={ghosts} />
              </div>
              <ColumnsMenu hidden={hidden} onHidden={(hiddenColumns) => preferences.set({ hiddenColumns })} />
            </div>
            {list.status === 'error' && (
              <Failed message={list.message} strip={!nobody} onRetry={participants.refresh} />
            )}
            {list.status === 'loading' && nobody && <Waiting />}
            {list.status === 'ready' && nobody && (
              <Empty
                icon={<IconUserOff size={24} stroke={1.4} aria-hidden />}
                title={t('participants.empty')}
                hint={t('participants.emptyHint')}
              />
            )}
            {!nobody && nothing && (
              <Empty
                icon={<IconFilterOff size={24} stroke={1.4} aria-hidden />}
                title={t('participants.noMatch')}
                hint={t('participants.noMatchHint')}
              />
            )}
            {!nothing && (
              <ParticipantsTable
                view={view}
                shown={shown}
                query={query}
                onQuery={onQuery}
                hidden={hidden}
                openKey={openListed?.key ?? null}
                onOpen={onOpen}
                onClose={onClose}
              />
            )}
          </Panel>
        </div>
        {open !== null && <Drawer open={open} listed={openListed} onClose={onClose} />}
      </div>
    </StageNames>
  );
}

const none: readonly ColumnId[] = [];

/** The same query is the same object: opening a row changes the address, not what is listed. */
function useStableQuery(params: URLSearchParams): ParticipantsQuery {
  const last = useRef<ParticipantsQuery>(null);
  const next = queryOf(params);
  if (last.current === null || JSON.stringify(last.current) !== JSON.stringify(next)) last.current = next;
  return last.current;
}
