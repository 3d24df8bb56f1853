import { IconFilterOff, IconUserOff } from '@tabler/icons-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useServices } from '../../app/services.ts';
import type { ParticipantsQuery } from '../../state/participants-query.ts';
import type { Listed } from '../../state/participants-rows.ts';
import type { ParticipantsView } from '../../state/participants-view.ts';
import { Empty, Failed, Waiting } from '../Panel.tsx';
import { hiddenColumns } from './hidden-columns.ts';
import { ParticipantsTable } from './ParticipantsTable.tsx';

interface ListingProps {
  view: ParticipantsView;
  query: ParticipantsQuery;
  onQuery: (query: ParticipantsQuery) => void;
  openKey: string | null;
  onOpen: (listed: Listed) => void;
  onClose: () => void;
}

/** The table, or why there is none. */
export const Listing = memo(function Listing(props: ListingProps) {
  const { t } = useTranslation();
  const { participants, preferences } = useServices();
  const list = useStore(participants.store, (state) => state.list);
  const hidden = useStore(preferences.store, hiddenColumns);
  const nothing = useStore(props.view.store, ({ rows }) => rows.length === 0);
  const nobody = nothing && participants.model.rows.size === 0;
  return (
    <>
      {list.status === 'error' && <Failed message={list.message} strip={!nobody} onRetry={participants.refresh} />}
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
      {!nothing && <ParticipantsTable {...props} hidden={hidden} />}
    </>
  );
});
