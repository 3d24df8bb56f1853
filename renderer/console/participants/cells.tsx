import { IconCopy } from '@tabler/icons-react';
import type { PointerEvent } from 'react';
import { useLive } from '../../app/services.ts';
import { clockDuration } from '../../i18n/format.ts';
import { type Listed, watchSecondsAt } from '../../state/participants-rows.ts';
import { useTicking } from '../../state/ticker.ts';
import { copyText } from '../copy-text.ts';
import { shortId } from '../short-id.ts';
import table from '../table.module.css';
import { GhostIcon, lookOf } from './looks.ts';
import { useStageNames } from './stage-names.ts';
import classes from './Table.module.css';
import { useTableWords } from './table-words.ts';

interface CellProps {
  listed: Listed;
}

/**
 * Icon, word and colour; where somebody is away or parked also the signal behind it. `short`: the signal on hovering
 * alone, a ghost's mark without its word.
 */
export function StateCell({ listed, short = false }: CellProps & { short?: boolean }) {
  const words = useTableWords();
  const { Icon, tone } = lookOf(listed);
  const { state, gone, ghost, reason } = listed;
  const word = gone ? words.gone : words.states[state];
  const why = reason === null || gone ? null : words.reason(reason);
  return (
    <span className={classes.state} data-tone={tone} title={why === null ? word : `${word}${words.and}${why}`}>
      <Icon size={14} aria-hidden className={classes.icon} />
      <span className={classes.word}>{word}</span>
      {ghost?.kind === 'only-here' && (
        <span className={classes.ghost} title={words.onlyHere}>
          <GhostIcon size={13} {...(short ? { role: 'img', 'aria-label': words.ghost } : { 'aria-hidden': true })} />
          {!short && words.ghost}
        </span>
      )}
      {why !== null && !short && <span className={classes.why}>{why}</span>}
    </span>
  );
}

/** Isolated: a name that runs from right to left turns nothing else around. */
export function UserCell({ listed: { userId } }: CellProps) {
  const words = useTableWords();
  return userId === null ? (
    <span className={table.dim}>{words.nameless}</span>
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

/** A plain button: one for each row that scrolls into sight. */
export function ParticipantCell({ listed: { participantId } }: CellProps) {
  const words = useTableWords();
  return (
    <span className={classes.participant}>
      <code className={`${table.dim} ${table.mono}`} title={participantId}>
        {shortId(participantId)}
      </code>
      <button
        type="button"
        className={classes.copy}
        tabIndex={-1}
        aria-label={words.copyId}
        title={words.copyId}
        onClick={(event) => {
          event.stopPropagation();
          void copyText(participantId);
        }}
      >
        <IconCopy size={13} aria-hidden />
      </button>
    </span>
  );
}

export const SinceCell = ({ listed: { joinedAtMs } }: CellProps) => <TimeCell atMs={joinedAtMs} />;
export const HeartbeatCell = ({ listed: { lastHeartbeatAtMs } }: CellProps) => <TimeCell atMs={lastHeartbeatAtMs} />;

function TimeCell({ atMs }: { atMs: number | null }) {
  const { format } = useTableWords();
  if (atMs === null) return <span className={table.dim}>–</span>;
  // The date in full is dear to make, and wanted where somebody points.
  const tellInFull = ({ currentTarget }: PointerEvent<HTMLElement>) => {
    currentTarget.title = format.full(atMs);
  };
  return (
    <span className={table.dim} onPointerEnter={tellInFull}>
      {format.time(atMs)}
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
  const { format } = useTableWords();
  const price = useLive(({ stats }) => stats?.data.pricePerMinute ?? null);
  // In whole seconds: what is shown changes no faster.
  const seconds = useTicking((nowMs) => {
    const exactly = watchSecondsAt(listed, nowMs);
    return exactly === null ? null : Math.floor(exactly);
  });
  return (
    <span className={table.dim}>{seconds === null || price === null ? '–' : format.money((seconds / 60) * price)}</span>
  );
}

export function SourceCell({ listed: { source } }: CellProps) {
  const { sources } = useTableWords();
  return <span className={`${table.dim} ${classes.block}`}>{sources[source]}</span>;
}
