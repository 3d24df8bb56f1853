import {
  IconCircleDot,
  IconEye,
  IconEyeOff,
  IconHeartbeat,
  IconHeartOff,
  IconLoader2,
  IconRefresh,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useLive, useServices, useViewing } from '../app/services.ts';
import { clockDuration, useFormat } from '../i18n/format.ts';
import type { PresentViewer } from '../state/presence.ts';
import { useTicking } from '../state/ticker.ts';
import { CopyButton } from './CopyButton.tsx';
import classes from './Participants.module.css';
import { ownState, type ParticipantState, participantState } from './participant-state.ts';
import { shortId } from './short-id.ts';

const looks = {
  watching: { Icon: IconEye, tone: 'good' },
  present: { Icon: IconCircleDot, tone: 'good' },
  away: { Icon: IconEyeOff, tone: 'warn' },
  connecting: { Icon: IconLoader2, tone: 'plain' },
  reconnecting: { Icon: IconRefresh, tone: 'warn' },
  silent: { Icon: IconHeartOff, tone: 'bad' },
} satisfies Record<ParticipantState, unknown>;

interface ParticipantRowProps {
  viewer: PresentViewer;
  rowIndex: number;
  topPx: number;
  heightPx: number;
}

/** One viewer. Choosing the row narrows the log to them; choosing it again shows everybody's. */
export function ParticipantRow({ viewer, rowIndex, topPx, heightPx }: ParticipantRowProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { live } = useServices();
  const { userId, participantId, watchDurationSeconds, fetchedAtMs, lastHeartbeatAt, joinedAt } = viewer;
  const selected = useLive(({ selectedUserId }) => selectedUserId === userId);
  const lastWord = useLive(({ lastWords }) => lastWords[userId]);
  const own = useViewing(({ view }) => (view.userId === userId ? ownState(view) : null));
  const state = useTicking(() => own ?? participantState(viewer, lastWord, Date.now()));
  const watched = useTicking((nowMs) => clockDuration(watchDurationSeconds + (nowMs - fetchedAtMs) / 1000));
  const { Icon, tone } = looks[state];
  return (
    <tr
      className={classes.row}
      aria-rowindex={rowIndex}
      data-selected={selected}
      style={{ top: topPx, height: heightPx }}
      data-testid="participant-row"
      data-user-id={userId}
    >
      <td className={classes.state} data-tone={tone}>
        <Icon size={14} aria-hidden />
        {t(`participants.states.${state}`)}
      </td>
      <td className={classes.user}>
        <button
          type="button"
          className={classes.choose}
          aria-pressed={selected}
          title={userId}
          onClick={() => live.selectUser(selected ? null : userId)}
        >
          {userId}
        </button>
      </td>
      <td className={classes.watched}>{watched}</td>
      <td className={classes.heartbeat} title={format.full(lastHeartbeatAt)}>
        <IconHeartbeat size={14} className={classes.hint} role="img" aria-label={t('participants.heartbeatAt')} />{' '}
        {format.time(lastHeartbeatAt)}
      </td>
      <td className={classes.since} title={format.full(joinedAt)}>
        {format.time(joinedAt)}
      </td>
      <td className={classes.participant}>
        <code title={participantId}>{shortId(participantId)}</code>
        <CopyButton value={participantId} label={t('participants.copyId')} />
      </td>
    </tr>
  );
}
