import type { Store, StoreWrite } from '../store/types.ts';
import type { Participants } from './participants.ts';
import type { Presence, Viewer } from './presence.ts';

const PAGE = 5_000;

/**
 * Another database is in use than before: memory, which alone knows who is here, tells it everything that goes on.
 * A session that it knows goes on in it; of what else it holds as open nobody is there any more, and it ended when it was
 * last heard. So no minute is billed twice, and a start with it shows who is here.
 * @throws StoreUnavailable
 */
export async function renote(deps: { presence: Presence; participants: Participants; store: Store }): Promise<void> {
  const { presence, participants, store } = deps;
  const unknown = new Set<Viewer>();
  for (const { viewers } of presence.stages()) {
    for (const viewer of viewers.values()) {
      viewer.sessionId = 0; // the number that it had may be somebody else's here
      unknown.add(viewer);
    }
  }

  for (let after = 0; ; ) {
    const page = await store.openSessions(after, PAGE);
    for (const session of page) {
      after = session.sessionId;
      const { stageArn, userId, joinedAt, participantId } = session;
      const viewer = presence.find(stageArn, userId);
      if (viewer?.joinedAt === joinedAt) {
        viewer.sessionId = session.sessionId;
        unknown.delete(viewer);
        if (viewer.participantId === participantId) continue;
        keep([{ kind: 'session-continued', stageArn, userId, participantId: viewer.participantId }]);
      } else {
        const endedAt = session.lastHeartbeatAt;
        keep([{ kind: 'session-closed', stageArn, userId, endedAt, reason: 'interrupted' }]);
      }
    }
    if (page.length < PAGE) break;
  }

  for (const viewer of unknown) {
    const { stage, userId, participantId, joinedAt } = viewer;
    if (stage.viewers.get(userId) !== viewer) continue; // left meanwhile
    const { stageArn, present: currentViewers } = stage;
    const opened = { stageArn, userId, participantId, at: joinedAt, currentViewers };
    keep([{ kind: 'session-opened', ...opened }], (sessionId) => {
      viewer.sessionId = sessionId;
    });
  }

  for (const { stageArn, userId, participantId, startedAt } of await store.parked()) {
    if (participants.parkedOf({ stageArn, userId })?.participantId === participantId) continue;
    keep([{ kind: 'park-ended', stageArn, userId, at: startedAt }]);
  }
  for (const { stageArn, userId, participantId, startedAt, cause, joinedAt, watchedMs } of participants.allParked()) {
    keep([{ kind: 'parked', stageArn, userId, participantId, at: startedAt, cause, joinedAt, watchedMs }]);
  }

  /** What fails stays in line, as everything does. */
  function keep(writes: readonly StoreWrite[], onSession?: (sessionId: number) => void): void {
    store.commit(writes, onSession).catch(() => {});
  }
}
