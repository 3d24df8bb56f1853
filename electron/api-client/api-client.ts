/** The API as its first client sees it: the desktop speaks HTTP to it like anybody else. */
import type {
  ErrorCode,
  HeartbeatData,
  HeartbeatRequest,
  LeaveData,
  LeaveRequest,
  LogReport,
  RejoinData,
  RejoinRequest,
  TokenData,
  TokenRequest,
} from '../../shared/api.ts';
import { type ApiCallData, type ApiCallInput, type ApiCallName, apiCalls } from '../../shared/api-calls.ts';
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
  /** Any call of the console's (shared/api-calls.ts). */
  call<N extends ApiCallName>(name: N, input: ApiCallInput<N>): Promise<ApiAnswer<ApiCallData<N>>>;
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
  async function ask<T>(
    method: 'GET' | 'POST',
    path: string,
    body?: unknown,
    waitMs: number = timeoutMs,
  ): Promise<ApiAnswer<T>> {
    try {
      const response = await fetch(new URL(path, baseUrl), {
        method,
        headers: {
          'x-api-key': apiKey,
          'accept-language': language(),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(waitMs),
      });
      return answerOf<T>(await response.json());
    } catch (error) {
      return { ok: false, code: 'UNREACHABLE', message: (error as Error).message, retryable: true };
    }
  }

  return {
    token: (request) => ask('POST', '/api/token/viewer', request),
    rejoin: (request) => ask('POST', '/api/viewer/rejoin', request),
    heartbeat: (request) => ask('POST', '/api/viewer/heartbeat', request),
    leave: (request) => ask('POST', '/api/viewer/leave', request),
    report: (report) => ask('POST', '/api/log', report),
    call(name, input) {
      const { method, path, timeoutMs: waitMs } = apiCalls[name] as (typeof apiCalls)[ApiCallName] & Waiting;
      const { filled, rest } = fillPath(path, (input ?? {}) as Record<string, unknown>);
      return method === 'GET'
        ? ask(method, withQuery(filled, rest), undefined, waitMs)
        : ask(method, filled, rest, waitMs);
    },
  };
}

interface Waiting {
  timeoutMs?: number;
}

/** Puts the input's values where the path names them; a name without a value goes, with its slash. */
function fillPath(path: string, input: Record<string, unknown>): { filled: string; rest: Record<string, unknown> } {
  const rest = { ...input };
  const filled = path.replaceAll(/\/\{(\w+)\}/g, (_all, name: string) => {
    const value = rest[name];
    delete rest[name];
    return value === undefined ? '' : `/${encodeURIComponent(String(value))}`;
  });
  return { filled, rest };
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

/** A value that is a list is given once for each of its items. */
function withQuery(path: string, query: Record<string, unknown>): string {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [value].flat().map((each) => [name, String(each)]),
  );
  const search = new URLSearchParams(given);
  return search.size === 0 ? path : `${path}?${search}`;
}
