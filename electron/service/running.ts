import type { Clock } from './clock.ts';
import type { Participants } from './presence/participants.ts';
import { type Presence, type Viewer, wallTimeOf } from './presence/presence.ts';
import type { Running } from './store/types.ts';

/** Viewers looked at before others get their turn. */
const SLICE = 10_000;

/**
 * All sessions and parked stretches that go on, each in its own time: what was done to the wall clock since it began
 * neither lengthens nor shortens it.
 * @param agoMs how they stood this long ago, without those that began later
 */
export async function gatherRunning(
  deps: { presence: Presence; participants: Participants; clock: Clock },
  agoMs = 0,
): Promise<{ running: Running; people: number }> {
  const { presence, participants, clock } = deps;
  const nowMs = clock.monotonicMs() - agoMs;
  const stageArns: string[] = [];
  const stage: number[] = [];
  const id: number[] = [];
  const from: number[] = [];
  const to: number[] = [];
  const users = new Set<string>();
  let looked = 0;

  const note = (viewer: Viewer, index: number): void => {
    if (viewer.state === 'present') users.add(viewer.userId);
    const end = viewer.state === 'present' ? wallTimeOf(viewer, nowMs) : (viewer.heardAt ?? viewer.joinedAt);
    if (end < viewer.joinedAt) return;
    stage.push(index);
    id.push(viewer.sessionId);
    from.push(viewer.joinedAt);
    to.push(end);
  };

  for (const { stageArn, viewers } of presence.stages()) {
    const index = stageArns.push(stageArn) - 1;
    for (const viewer of viewers.values()) {
      note(viewer, index);
      looked += 1;
      if (looked % SLICE === 0) await new Promise<void>((resolve) => setImmediate(resolve));
    }
  }

  const parked: Running['parked'] = [];
  for (const each of participants.allParked()) {
    const lastedMs = Math.min(nowMs, each.expiresMs) - each.startedMs;
    if (lastedMs < 0) continue;
    let index = stageArns.indexOf(each.stageArn);
    if (index < 0) index = stageArns.push(each.stageArn) - 1;
    const { userId, startedAt, cause } = each;
    parked.push({
      stage: index,
      userId,
      from: startedAt,
      to: startedAt + Math.round(lastedMs),
      cause: cause ?? 'idle',
    });
  }
  const sessions = {
    stage: Uint32Array.from(stage),
    id: Float64Array.from(id),
    from: Float64Array.from(from),
    to: Float64Array.from(to),
  };
  return { running: { stageArns, sessions, parked }, people: users.size };
}
