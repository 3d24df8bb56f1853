import { useTranslation } from 'react-i18next';
import { useLive } from '../../app/services.ts';
import { clockDuration, useFormat } from '../../i18n/format.ts';
import { type Listed, watchSecondsAt } from '../../state/participants-rows.ts';
import { useTicking } from '../../state/ticker.ts';
import { CopyButton } from '../CopyButton.tsx';
import { reasonInWords } from '../log/log-words.ts';
import { shortId } from '../short-id.ts';
import table from '../table.module.css';
import { GhostIcon, lookOf } from './looks.ts';
import { useStageNames } from './stage-names.ts';
import classes from './Table.module.css';

interface CellProps {
  listed: Listed;
}

/** Icon, word and colour; where somebody is away or parked also the signal behind it (`short`: on hovering alone). */
export function StateCell({ listed, short = false }: CellProps & { short?: boolean }) {
  const { t, i18n } = useTranslation();
  const { Icon, tone } = lookOf(listed);
  const { state, gone, ghost, reason } = listed;
  const word = t(gone ? 'participants.gone' : `participants.states.${state}`);
  const why = reason === null || gone ? null : reasonInWords(reason, t, i18n);
  return (
    <span className={classes.state} data-tone={tone} title={why === null ? word : `${word}${t('log.and')}${why}`}>
      <Icon size={14} aria-hidden className={classes.icon} />
      <span className={classes.word}>{word}</span>
      {ghost?.kind === 'only-here' && (
        <span className={classes.ghost} title={t('ghost.onlyHereShort')}>
          <GhostIcon size={13} aria-hidden />
          {t('ghost.word')}
        </span>
      )}
      {why !== null && !short && <span className={classes.why}>{why}</span>}
    </span>
  );
}

/** Isolated: a name that runs from right to left turns nothing else around. */
export function UserCell({ listed: { userId } }: CellProps) {
  const { t } = useTranslation();
  return userId === null ? (
    <span className={table.dim}>{t('participants.nameless')}</span>
  ) : (
    <bdi className={classes.user} title={userId}>
      {userId}
    </bdi>
  );
}

export function StageCell({ listed: { stageArn } }: CellProps) {
  const nameOf = useStageNames();
  return (
    <span className={`${table.dim} ${classes.block}`} title={stageArn}>
      {nameOf(stageArn)}
    </span>
  );
}

export function ParticipantCell({ listed: { participantId } }: CellProps) {
  const { t } = useTranslation();
  return (
    <span className={classes.participant}>
      <code className={`${table.dim} ${table.mono}`} title={participantId}>
        {shortId(participantId)}
      </code>
      <span className={classes.copy}>
        <CopyButton value={participantId} label={t('participants.copyId')} />
      </span>
    </span>
  );
}

export function SinceCell({ listed: { joinedAtMs } }: CellProps) {
  const format = useFormat();
  return (
    <span className={table.dim} title={format.full(joinedAtMs)}>
      {format.time(joinedAtMs)}
    </span>
  );
}

export function HeartbeatCell({ listed: { lastHeartbeatAtMs } }: CellProps) {
  const format = useFormat();
  return lastHeartbeatAtMs === null ? (
    <span className={table.dim}>–</span>
  ) : (
    <span className={table.dim} title={format.full(lastHeartbeatAtMs)}>
      {format.time(lastHeartbeatAtMs)}
    </span>
  );
}

export function WatchCell({ listed }: CellProps) {
  const watched = useTicking((nowMs) => {
    const seconds = watchSecondsAt(listed, nowMs);
    return seconds === null ? '–' : clockDuration(seconds);
  });
  return <>{watched}</>;
}

/** What the running session has cost so far. */
export function CostCell({ listed }: CellProps) {
  const format = useFormat();
  const price = useLive(({ stats }) => stats?.data.pricePerMinute ?? null);
  const cost = useTicking((nowMs) => {
    const seconds = watchSecondsAt(listed, nowMs);
    return seconds === null || price === null ? '–' : format.money((seconds / 60) * price);
  });
  return <span className={table.dim}>{cost}</span>;
}

export function SourceCell({ listed: { source } }: CellProps) {
  const { t } = useTranslation();
  return <span className={`${table.dim} ${classes.block}`}>{t(`participants.sources.${source}`)}</span>;
}
