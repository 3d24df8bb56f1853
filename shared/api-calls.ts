/**
 * The endpoints that the console asks through the main process, each once: method, path, what goes in and what comes
 * out. `{name}` in a path is taken from the input; the rest of it is the query of a GET or the body of a POST.
 * Each is the IPC channel `api:<name>`; the main process validates the input again before it asks the API.
 */
import { z } from 'zod';
import {
  type AwsParticipantData,
  type AwsParticipantsData,
  type AwsSessionsData,
  awsParticipantQuerySchema,
  awsParticipantsQuerySchema,
  awsSessionsQuerySchema,
  type BackUpData,
  type BackupsData,
  backUpRequestSchema,
  type ConnectionData,
  type ConnectionTestData,
  type CostData,
  type CostSettings,
  connectionTestRequestSchema,
  costQuerySchema,
  costSettingsChangeSchema,
  type DriftData,
  driftQuerySchema,
  type HistoryData,
  historyQuerySchema,
  type LogData,
  type LogHistogramData,
  logHistogramQuerySchema,
  logQuerySchema,
  type OverviewData,
  overviewQuerySchema,
  type ParticipantsData,
  type PublisherTokenData,
  participantsQuerySchema,
  publisherTokenRequestSchema,
  type RemoveData,
  type RestoreData,
  removeRequestSchema,
  restoreRequestSchema,
  type SeriesData,
  type StagesData,
  type StatsData,
  seriesQuerySchema,
  stageArnSchema,
  userIdSchema,
  type ViewerListData,
} from './api.ts';

interface ApiCall<I extends z.ZodType, D> {
  method: 'GET' | 'POST';
  path: string;
  input: I;
  /** Only a type: what the API answers is its own to check. */
  data?: D;
  /** Longer than usual: the call waits for others. */
  timeoutMs?: number;
}
const call =
  <D>() =>
  <I extends z.ZodType>(definition: Omit<ApiCall<I, D>, 'data'>): ApiCall<I, D> =>
    definition;

const nothing = z.undefined();

export const apiCalls = {
  stats: call<StatsData>()({ method: 'GET', path: '/api/stats', input: nothing }),
  viewers: call<ViewerListData>()({
    method: 'GET',
    path: '/api/viewer/list/{stageArn}',
    input: z.object({
      stageArn: stageArnSchema.optional(),
      limit: z.number().int().min(1).max(500).optional(),
      cursor: z.string().optional(),
    }),
  }),
  history: call<HistoryData>()({
    method: 'GET',
    path: '/api/viewer/history/{userId}',
    input: historyQuerySchema.partial().extend({ userId: userIdSchema }),
  }),
  log: call<LogData>()({ method: 'GET', path: '/api/log', input: logQuerySchema.partial() }),
  'log-histogram': call<LogHistogramData>()({
    method: 'GET',
    path: '/api/log/histogram',
    input: logHistogramQuerySchema.partial(),
  }),
  participants: call<ParticipantsData>()({
    method: 'GET',
    path: '/api/participants',
    input: participantsQuerySchema.partial(),
  }),
  overview: call<OverviewData>()({ method: 'GET', path: '/api/overview', input: overviewQuerySchema.partial() }),
  series: call<SeriesData>()({
    method: 'GET',
    path: '/api/series',
    input: seriesQuerySchema.partial({ points: true }),
  }),
  cost: call<CostData>()({
    method: 'GET',
    path: '/api/cost',
    input: costQuerySchema.partial({ timeZone: true, limit: true, sort: true, direction: true }),
  }),
  'cost-settings': call<CostSettings>()({ method: 'GET', path: '/api/cost/settings', input: nothing }),
  'change-cost-settings': call<CostSettings>()({
    method: 'POST',
    path: '/api/cost/settings',
    input: costSettingsChangeSchema,
  }),
  stages: call<StagesData>()({ method: 'GET', path: '/api/stages', input: nothing }),
  'publisher-token': call<PublisherTokenData>()({
    method: 'POST',
    path: '/api/token/publisher',
    input: publisherTokenRequestSchema,
  }),
  'aws-sessions': call<AwsSessionsData>()({
    method: 'GET',
    path: '/api/aws/sessions',
    input: awsSessionsQuerySchema.partial(),
    timeoutMs: 15_000,
  }),
  'aws-participants': call<AwsParticipantsData>()({
    method: 'GET',
    path: '/api/aws/participants',
    input: awsParticipantsQuerySchema.partial(),
    timeoutMs: 15_000,
  }),
  'aws-participant': call<AwsParticipantData>()({
    method: 'GET',
    path: '/api/aws/participants/{participantId}',
    input: awsParticipantQuerySchema,
    timeoutMs: 15_000,
  }),
  drift: call<DriftData>()({ method: 'GET', path: '/api/drift', input: driftQuerySchema }),
  'remove-viewer': call<RemoveData>()({
    method: 'POST',
    path: '/api/viewer/remove',
    input: removeRequestSchema,
    timeoutMs: 15_000,
  }),
  connection: call<ConnectionData>()({ method: 'GET', path: '/api/connection', input: nothing, timeoutMs: 15_000 }),
  'test-connection': call<ConnectionTestData>()({
    method: 'POST',
    path: '/api/connection/test',
    input: connectionTestRequestSchema,
    timeoutMs: 60_000,
  }),
  backups: call<BackupsData>()({ method: 'GET', path: '/api/backups', input: nothing }),
  'back-up': call<BackUpData>()({
    method: 'POST',
    path: '/api/backups',
    input: backUpRequestSchema,
    timeoutMs: 600_000,
  }),
  'restore-backup': call<RestoreData>()({
    method: 'POST',
    path: '/api/backups/restore',
    input: restoreRequestSchema,
    timeoutMs: 600_000,
  }),
} as const satisfies Record<string, ApiCall<z.ZodType, unknown>>;

export type ApiCallName = keyof typeof apiCalls;
export type ApiCallInput<N extends ApiCallName> = z.input<(typeof apiCalls)[N]['input']>;
export type ApiCallData<N extends ApiCallName> = (typeof apiCalls)[N] extends ApiCall<z.ZodType, infer D> ? D : never;

export const apiCallNames = Object.keys(apiCalls) as ApiCallName[];
