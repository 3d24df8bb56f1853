import type { Database } from 'better-sqlite3';
import { Dictionary } from './dictionary.ts';

/** As table `stretches` has it. */
export const BILLED = 0;
export const AVOIDED = 1;

export const stretchQueries = {
  bounds: 'SELECT (SELECT min(id) FROM stretches) AS first, (SELECT max(id) FROM stretches) AS last',
  after: `SELECT id, kind, stage_id, user_id, started_at, ended_at, reason FROM stretches
    WHERE id > ? ORDER BY id LIMIT ?`,
} as const;

const PAGE = 16_384;
type Row = [number, number, number, string, number, number, string];

/**
 * All sessions and parked stretches that have ended, as columns in memory: clipping a million of them to a day of some
 * time zone and adding them up costs milliseconds, exactly and for any range. Stretch i lies at index i of each column.
 */
export class Stretches {
  readonly users: Dictionary;
  readonly stages: Dictionary;
  readonly reasons = new Dictionary();
  count = 0;
  kind = new Uint8Array(0);
  stage = new Uint32Array(0);
  user = new Uint32Array(0);
  reason = new Uint32Array(0);
  from = new Float64Array(0);
  to = new Float64Array(0);
  #ids = new Float64Array(0);
  readonly #statements;
  readonly #arnOf: (stageId: number) => string;

  constructor(db: Database, arnOf: (stageId: number) => string, users: Dictionary, stages: Dictionary) {
    this.#arnOf = arnOf;
    this.users = users;
    this.stages = stages;
    this.#statements = { bounds: db.prepare(stretchQueries.bounds), after: db.prepare(stretchQueries.after).raw() };
  }

  /** Takes over what was added, and forgets what was deleted. */
  *sync(): Generator<undefined, void> {
    const { first, last } = this.#statements.bounds.get() as { first: number | null; last: number | null };
    if (first === null || last === null) return;
    for (let known = this.#lastId(); known < last; known = this.#lastId()) {
      const rows = this.#statements.after.all(known, PAGE) as Row[];
      if (rows.length === 0) break;
      this.#add(rows);
      if (rows.length === PAGE) yield;
    }
    this.#forgetBelow(first);
  }

  #lastId(): number {
    return this.count === 0 ? 0 : (this.#ids[this.count - 1] as number);
  }

  #add(rows: readonly Row[]): void {
    if (this.count + rows.length > this.#ids.length) this.#grow(this.count + rows.length);
    let i = this.count;
    for (const row of rows) {
      this.#ids[i] = row[0];
      this.kind[i] = row[1];
      this.stage[i] = this.stages.of(this.#arnOf(row[2]));
      this.user[i] = this.users.of(row[3]);
      this.from[i] = row[4];
      this.to[i] = row[5];
      this.reason[i] = this.reasons.of(row[6]);
      i += 1;
    }
    this.count = i;
  }

  #grow(least: number): void {
    const length = Math.max(PAGE, least, 2 * this.#ids.length);
    const grown = <T extends Uint8Array | Uint32Array | Float64Array>(from: T, to: T): T => {
      to.set(from);
      return to;
    };
    this.#ids = grown(this.#ids, new Float64Array(length));
    this.kind = grown(this.kind, new Uint8Array(length));
    this.stage = grown(this.stage, new Uint32Array(length));
    this.user = grown(this.user, new Uint32Array(length));
    this.reason = grown(this.reason, new Uint32Array(length));
    this.from = grown(this.from, new Float64Array(length));
    this.to = grown(this.to, new Float64Array(length));
  }

  #forgetBelow(firstId: number): void {
    let gone = 0;
    while (gone < this.count && (this.#ids[gone] as number) < firstId) gone += 1;
    if (gone === 0) return;
    const columns = [this.#ids, this.kind, this.stage, this.user, this.reason, this.from, this.to];
    for (const column of columns) column.copyWithin(0, gone, this.count);
    this.count -= gone;
  }
}
