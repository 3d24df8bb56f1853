import type { LogExportFormat } from '../../../../shared/api.ts';
import { openReadOnly } from '../sqlite/open-database.ts';
import { prepareStageIds } from '../sqlite/stage-ids.ts';
import { prepareViewerStats } from '../sqlite/viewer-stats.ts';
import type {
  Cost,
  CostQuery,
  LogFilter,
  LogHistogram,
  LogPage,
  LogPosition,
  Running,
  SeriesQuery,
  UsageSeries,
  UsageToday,
  ViewerStatsRecord,
} from '../types.ts';
import { costOf } from './cost.ts';
import { Dictionary } from './dictionary.ts';
import { LogChunks } from './log-chunks.ts';
import { prepareLogSearch } from './log-search.ts';
import { headOf, textOf } from './log-text.ts';
import { prepareSessionUsers } from './session-users.ts';
import { Stretches } from './stretches.ts';
import { type Columns, runningColumns, usageSeries, usageToday } from './usage.ts';

type Job<T> = Generator<undefined, T>;

/** The questions that take long, each a generator that stops now and then. Lives in the reader thread. */
export interface Reader {
  logPage(filter: LogFilter, position: LogPosition, limit: number): Job<LogPage>;
  logHistogram(filter: LogFilter, buckets: number, now: number): Job<LogHistogram>;
  /** Pieces of a file. */
  logExport(filter: LogFilter, format: LogExportFormat): Generator<Buffer<ArrayBuffer>, void>;
  viewerStats(stageArn: string, query: { from: number; now: number; seriesFrom: number }): Job<ViewerStatsRecord>;
  usageToday(dayStart: number, now: number, running: Running): Job<UsageToday>;
  usageSeries(query: SeriesQuery, running: Running): Job<UsageSeries>;
  cost(query: CostQuery, running: Running): Job<Cost>;
  /** Reads ahead what the others need. */
  warm(): Job<void>;
  close(): void;
}

export type ReaderJobName = Exclude<keyof Reader, 'logExport' | 'warm' | 'close'>;

/** A piece of an export is at least this long, but for the last. */
const PIECE_BYTES = 128 * 1024;

/** Opens the database a second time, for reading alone. The first opening must have brought it to the newest schema. */
export function openReader(dataDir: string): Reader {
  const db = openReadOnly(dataDir);
  const stageIds = prepareStageIds(db);
  const arnOf = (id: number) => stageIds.arn(id);
  const users = new Dictionary();
  const stages = new Dictionary();
  const chunks = new LogChunks(db, arnOf, users, stages);
  const log = prepareLogSearch(db, chunks, arnOf);
  const stretches = new Stretches(db, arnOf, users, stages);
  const sessionUsers = prepareSessionUsers(db, users);
  /** What has ended and what runs; whose it is, is looked up where somebody asks. */
  const columnsOf = (running: Running, withUsers: boolean): Columns[] => [
    stretches,
    runningColumns(stretches, running, withUsers ? sessionUsers(running) : null),
  ];

  return {
    logPage: log.page,
    logHistogram: log.histogram,
    *logExport(filter, format) {
      let text = headOf(format);
      for (const records of log.records(filter)) {
        text += textOf(records, format);
        // An empty piece gives others their turn.
        yield text.length >= PIECE_BYTES ? Buffer.from(text) : Buffer.alloc(0);
        if (text.length >= PIECE_BYTES) text = '';
      }
      yield Buffer.from(text);
    },
    viewerStats: prepareViewerStats(db, stageIds),
    *usageToday(dayStart, now, running) {
      yield* stretches.sync();
      return usageToday(columnsOf(running, true), stretches, dayStart, now);
    },
    *usageSeries({ stageArn, ...steps }, running) {
      yield* stretches.sync();
      return usageSeries(columnsOf(running, false), stageArn === null ? null : stages.of(stageArn), steps);
    },
    *cost({ stageArn, ...query }, running) {
      yield* stretches.sync();
      const parts = columnsOf(running, query.by === 'viewer');
      return costOf(parts, stretches, query, stageArn === null ? null : stages.of(stageArn));
    },
    *warm() {
      yield* stretches.sync();
      yield* log.warm();
    },
    close: () => db.close(),
  };
}
