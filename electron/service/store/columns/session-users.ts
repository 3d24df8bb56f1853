import type { Database } from 'better-sqlite3';
import type { Running } from '../types.ts';
import type { Dictionary } from './dictionary.ts';

/**
 * Whose the running sessions are. Memory tells their numbers alone, so that nobody has to hand over ten thousand names
 * again and again; a name is looked up once. 0: the session is not in the database yet.
 */
export function prepareSessionUsers(db: Database, users: Dictionary): (running: Running) => Uint32Array {
  const userOf = db.prepare('SELECT user_id FROM sessions WHERE id = ?').pluck();
  let known = new Map<number, number>();
  return ({ sessions: { id } }) => {
    const still = new Map<number, number>();
    const numbers = new Uint32Array(id.length);
    for (let i = 0; i < id.length; i += 1) {
      const session = id[i] as number;
      if (session === 0) continue;
      const user = known.get(session) ?? users.of((userOf.get(session) as string | undefined) ?? null);
      if (user > 0) still.set(session, user);
      numbers[i] = user;
    }
    known = still;
    return numbers;
  };
}
