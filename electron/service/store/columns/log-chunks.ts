import type { Database } from 'better-sqlite3';
import { Dictionary } from './dictionary.ts';

/** Entries whose ids share their upper bits form a chunk. */
export const CHUNK = 16_384;

export const logFields = ['type', 'source', 'stageArn', 'userId', 'participantId', 'reason'] as const;
export type LogField = (typeof logFields)[number];
export type LogDictionaries = Readonly<Record<LogField, Dictionary>>;

export const logChunkQueries = {
  bounds: 'SELECT (SELECT min(id) FROM log) AS first, (SELECT max(id) FROM log) AS last',
  chunk: `SELECT id, at, type, source, stage_id, user_id, participant_id, reason FROM log
    WHERE id >= ? AND id < ? ORDER BY id`,
  details: 'SELECT id, details FROM log WHERE id >= ? AND id <= ? ORDER BY id',
} as const;

type Row = [number, number, string, string, number | null, string | null, string | null, string | null];

/** The columns of a chunk; entry i has the id `ids[i]`, ascending. */
export interface LogChunk {
  count: number;
  ids: Float64Array;
  at: Float64Array;
  earliest: number;
  latest: number;
  fields: Readonly<Record<LogField, Uint32Array>>;
  /** All details in lower case, a line each, and where each line ends; made when words are first looked for. */
  text: { buffer: Buffer; ends: Uint32Array } | null;
}

/**
 * The connection log as columns in memory, so that any filter over a million entries costs a few milliseconds, be it
 * rare, negative or matching nothing: no set of indexes does that, and each would slow every write. Chunks are read
 * when they are first asked for, the newest one goes on growing, and what retention deletes is forgotten.
 */
export class LogChunks {
  readonly dictionaries: LogDictionaries;
  readonly #chunks = new Map<number, LogChunk>();
  readonly #statements;
  readonly #arnOf: (stageId: number) => string;

  constructor(db: Database, arnOf: (stageId: number) => string, users: Dictionary, stages: Dictionary) {
    this.#arnOf = arnOf;
    this.dictionaries = {
      type: new Dictionary(),
      source: new Dictionary(),
      stageArn: stages,
      userId: users,
      participantId: new Dictionary(),
      reason: new Dictionary(),
    };
    this.#statements = {
      bounds: db.prepare(logChunkQueries.bounds),
      chunk: db.prepare(logChunkQueries.chunk).raw(),
      details: db.prepare(logChunkQueries.details).raw(),
    };
  }

  /** The ids there are now; null: the log is empty. Older chunks are forgotten. */
  bounds(): { first: number; last: number } | null {
    const { first, last } = this.#statements.bounds.get() as { first: number | null; last: number | null };
    if (first === null || last === null) return null;
    for (const number of this.#chunks.keys()) if (number < chunkOf(first)) this.#chunks.delete(number);
    return { first, last };
  }

  isLoaded(number: number): boolean {
    return this.#chunks.has(number);
  }

  /** The chunk with all its entries up to the id `last`. */
  chunk(number: number, last: number): LogChunk {
    const from = number * CHUNK;
    let chunk = this.#chunks.get(number);
    if (chunk === undefined) {
      chunk = emptyChunk();
      this.#chunks.set(number, chunk);
    }
    const loadedTo = chunk.count === 0 ? from - 1 : (chunk.ids[chunk.count - 1] ?? from - 1);
    if (loadedTo < Math.min(last, from + CHUNK - 1)) this.#extend(chunk, loadedTo + 1, from + CHUNK);
    return chunk;
  }

  #extend(chunk: LogChunk, from: number, to: number): void {
    const rows = this.#statements.chunk.all(from, to) as Row[];
    const { fields } = chunk;
    const { type, source, stageArn, userId, participantId, reason } = this.dictionaries;
    let i = chunk.count;
    for (const row of rows) {
      const at = row[1];
      chunk.ids[i] = row[0];
      chunk.at[i] = at;
      if (at < chunk.earliest) chunk.earliest = at;
      if (at > chunk.latest) chunk.latest = at;
      fields.type[i] = type.of(row[2]);
      fields.source[i] = source.of(row[3]);
      fields.stageArn[i] = row[4] === null ? 0 : stageArn.of(this.#arnOf(row[4]));
      fields.userId[i] = userId.of(row[5]);
      fields.participantId[i] = participantId.of(row[6]);
      fields.reason[i] = reason.of(row[7]);
      i += 1;
    }
    chunk.count = i;
    if (rows.length > 0) chunk.text = null;
  }

  /** The details of a chunk's entries. What was deleted meanwhile is an empty line. */
  textOf(chunk: LogChunk): { buffer: Buffer; ends: Uint32Array } {
    if (chunk.text !== null) return chunk.text;
    const first = chunk.ids[0] ?? 0;
    const last = chunk.ids[chunk.count - 1] ?? 0;
    const rows = this.#statements.details.all(first, last) as [number, string][];
    const lines: string[] = [];
    const ends = new Uint32Array(chunk.count);
    let next = 0;
    let end = 0;
    for (let i = 0; i < chunk.count; i += 1) {
      const row = rows[next];
      let line = '';
      if (row !== undefined && row[0] === chunk.ids[i]) {
        line = row[1].toLowerCase();
        next += 1;
      }
      lines.push(line);
      end += Buffer.byteLength(line) + 1;
      ends[i] = end;
    }
    chunk.text = { buffer: Buffer.from(`${lines.join('\n')}\n`), ends };
    return chunk.text;
  }
}

export const chunkOf = (id: number): number => Math.floor(id / CHUNK);

const emptyChunk = (): LogChunk => ({
  count: 0,
  ids: new Float64Array(CHUNK),
  at: new Float64Array(CHUNK),
  earliest: Number.POSITIVE_INFINITY,
  latest: Number.NEGATIVE_INFINITY,
  fields: {
    type: new Uint32Array(CHUNK),
    source: new Uint32Array(CHUNK),
    stageArn: new Uint32Array(CHUNK),
    userId: new Uint32Array(CHUNK),
    participantId: new Uint32Array(CHUNK),
    reason: new Uint32Array(CHUNK),
  },
  text: null,
});
