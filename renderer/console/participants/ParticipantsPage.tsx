import { useCallback, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { replaceParams, usePlace } from '../../app/route.ts';
import type { ParticipantsQuery } from '../../state/participants-query.ts';
import type { Listed } from '../../state/participants-rows.ts';
import { Panel } from '../Panel.tsx';
import { Drawer } from './drawer/Drawer.tsx';
import { ListHead } from './ListHead.tsx';
import { Listing } from './Listing.tsx';
import classes from './Page.module.css';
import { openRowOf, queryOf, writeOpenRow, writeQuery } from './place.ts';
import { StageNames, useKnownStageNames } from './stage-names.ts';
import { Tools } from './Tools.tsx';
import { TableWordsProvider, useMakeTableWords } from './table-words.ts';
import { useListed } from './use-listed.ts';
import { useParticipantsView } from './use-view.ts';

/**
 * Everybody on all stages; the address holds what is shown, so that a view can be linked. This component is drawn when
 * the address changes; what changes with the participants is below it, each part on its own.
 */
export default function ParticipantsPage() {
  const { t } = useTranslation();
  const { params } = usePlace();
  const query = useStableQuery(params);
  const open = useMemo(() => openRowOf(params), [params]);
  const view = useParticipantsView(query);
  const openListed = useListed(open);
  const nameOf = useKnownStageNames();

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

  return (
    <StageNames value={nameOf}>
      <TableWordsProvider value={useMakeTableWords()}>
        <div className={classes.page}>
          <div className={classes.list}>
            <Panel title={t('participants.title')} aside={<ListHead view={view} query={query} />}>
              <Tools query={query} onQuery={onQuery} />
              <Listing
                view={view}
                query={query}
                onQuery={onQuery}
                openKey={openListed?.key ?? null}
                onOpen={onOpen}
                onClose={onClose}
              />
            </Panel>
          </div>
          {open !== null && <Drawer open={open} listed={openListed} onClose={onClose} />}
        </div>
      </TableWordsProvider>
    </StageNames>
  );
}

/** The same query is the same object: opening a row changes the address, not what is listed. */
function useStableQuery(params: URLSearchParams): ParticipantsQuery {
  const last = useRef<ParticipantsQuery>(null);
  const next = queryOf(params);
  if (last.current === null || JSON.stringify(last.current) !== JSON.stringify(next)) last.current = next;
  return last.current;
}
