/** The API as its first client sees it: the desktop speaks HTTP to it like anybody else. */
import type {
  ErrorCode,
  HeartbeatData,
  HeartbeatRequest,
  LeaveData,
  LeaveRequest,
  LogData,
  LogQuery,
  LogReport,
  RejoinData,
  RejoinRequest,
  StatsData,
  TokenData,
  TokenRequest,
  ViewerListData,
} from '../../shared/api.ts';
import type { Language } from '../../shared/settings.ts';

export type ApiAnswer<T> =
  | { ok: true; data: T }
  | { ok: false; code: ErrorCode | 'UNREACHABLE'; message: string; retryable: boolean };

export interface ApiClient {
  token(request: TokenRequest): Promise<ApiAnswer<TokenData>>;
  rejoin(request: RejoinRequest): Promise<ApiAnswer<RejoinData>>;
  heartbeat(request: HeartbeatRequest): Promise<ApiAnswer<HeartbeatData>>;
  leave(request: LeaveRequest): Promise<ApiAnswer<LeaveData>>;
  report(report: LogReport): Promise<ApiAnswer<{ accepted: number }>>;
  stats(): Promise<ApiAnswer<StatsData>>;
  viewers(query: { stageArn?: string; limit?: number; cursor?: string }): Promise<ApiAnswer<ViewerListData>>;
  log(query: Partial<LogQuery>): Promise<ApiAnswer<LogData>>;
}

export interface ApiClientOptions {
  /** `http://127.0.0.1:PORT` */
  baseUrl: string;
  apiKey: string;
  /** For the messages of failures. */
  language(): Language;
  /** A call without an answer counts as unreachable after this; 5 s by default. */
  timeoutMs?: number;
}

/** No method rejects: what goes wrong is an answer with `ok: false`. */
export function createApiClient({ baseUrl, apiKey, language, timeoutMs = 5_000 }: ApiClientOptions): ApiClient {
  async function call<T>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<ApiAnswer<T>> {
    try {
      const response = await fetch(new URL(path, baseUrl), {
        method,
        headers: {
          'x-api-key': apiKey,
          'accept-language': language(),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(timeoutMs),
      });
      return answerOf<T>(await response.json());
    } catch (error) {
      return { ok: false, code: 'UNREACHABLE', message: (error as Error).message, retryable: true };
    }
  }

  return {
    token: (request) => call('POST', '/api/token/viewer', request),
    rejoin: (request) => call('POST', '/api/viewer/rejoin', request),
    heartbeat: (request) => call('POST', '/api/viewer/heartbeat', request),
    leave: (request) => call('POST', '/api/viewer/leave', request),
    report: (report) => call('POST', '/api/log', report),
    stats: () => call('GET', '/api/stats'),
    viewers: ({ stageArn, ...query }) =>
      call(
        'GET',
        withQuery(
          stageArn === undefined ? '/api/viewer/list' : `/api/viewer/list/${encodeURIComponent(stageArn)}`,
          query,
        ),
      ),
    log: (query) => call('GET', withQuery('/api/log', query)),
  };
}

function answerOf<T>(envelope: unknown): ApiAnswer<T> {
  const { success, data, error } = envelope as {
    success?: boolean;
    data?: T;
    error?: { code: ErrorCode; message: string; retryable: boolean };
  };
  if (success === true) return { ok: true, data: data as T };
  if (error !== undefined) return { ok: false, code: error.code, message: error.message, retryable: error.retryable };
  return { ok: false, code: 'UNREACHABLE', message: 'The answer is not one of the Stagewatch API.', retryable: true };
}

function withQuery(path: string, query: Record<string, unknown>): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
  return search.size === 0 ? path : `${path}?${search}`;
}
