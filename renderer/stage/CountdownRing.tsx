import { useViewing } from '../app/services.ts';
import { useTicking } from '../state/ticker.ts';
import { remainingMs, wholeSeconds } from '../state/viewing-store.ts';
import classes from './CountdownRing.module.css';

const RADIUS = 42;
const CIRCUMFERENCE = 2 * Math.PI * RADIUS;

/** The seconds until the disconnect, in a ring that runs out. The ring glides by a CSS transition, not by frames. */
export function CountdownRing({ disconnectInMs, delayMs }: { disconnectInMs: number; delayMs: number }) {
  const receivedAtMs = useViewing((received) => received.receivedAtMs);
  const seconds = useTicking((nowMs) => wholeSeconds(remainingMs(disconnectInMs, receivedAtMs, nowMs)));
  // Where the ring will be in a second: it takes that second to get there.
  const ahead = delayMs === 0 ? 0 : Math.min(1, Math.max(0, (seconds - 1) * 1000) / delayMs);
  return (
    <div className={classes.ring}>
      <svg viewBox="0 0 100 100" aria-hidden="true">
        <circle className={classes.track} cx="50" cy="50" r={RADIUS} />
        <circle
          className={classes.rest}
          cx="50"
          cy="50"
          r={RADIUS}
          strokeDasharray={CIRCUMFERENCE}
          strokeDashoffset={CIRCUMFERENCE * (1 - ahead)}
        />
      </svg>
      <span className={classes.seconds} data-testid="countdown">
        {seconds}
      </span>
    </div>
  );
}
