import { IconPinned } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useServices } from '../../app/services.ts';
import { useFormat } from '../../i18n/format.ts';
import { isNarrowed, type ParticipantsQuery } from '../../state/participants-query.ts';
import type { ParticipantsView } from '../../state/participants-view.ts';
import panel from '../Panel.module.css';
import { DriftNote } from './DriftNote.tsx';
import classes from './Page.module.css';
import { useTally } from './use-tally.ts';

/** Beside the title: how many, whether the order is held, when it was compared with AWS. */
export function ListHead({ view, query }: { view: ParticipantsView; query: ParticipantsQuery }) {
  const { t } = useTranslation();
  const format = useFormat();
  const isReady = useStore(useServices().participants.store, ({ list }) => list.status === 'ready');
  const { total } = useTally();
  const shown = useStore(view.store, ({ rows }) => rows.length);
  return (
    <>
      {isReady && (
        <span className={panel.count} data-testid="participants-count">
          {isNarrowed(query)
            ? t('participants.countOf', { shown: format.number(shown), total: format.number(total) })
            : format.number(total)}
        </span>
      )}
      <span className={classes.headEnd}>
        <OrderHeld view={view} />
        <DriftNote />
      </span>
    </>
  );
}

function OrderHeld({ view }: { view: ParticipantsView }) {
  const { t } = useTranslation();
  const format = useFormat();
  const held = useStore(view.store, (state) => state.held);
  const waiting = useStore(view.store, (state) => state.waiting);
  if (!held) return null;
  return (
    <span className={classes.held} data-testid="order-held">
      <IconPinned size={13} aria-hidden />
      {waiting > 0 ? t('participants.heldWaiting', { number: format.number(waiting) }) : t('participants.held')}
    </span>
  );
}
