import type { z } from 'zod';
import type { ErrorCode } from '../../../shared/api.ts';
import type { Language } from '../../../shared/settings.ts';
import type { Exchange } from './exchange.ts';

/**
 * One endpoint, described once: the server registers it and the OpenAPI document shows it.
 * `B`, `Q` and `P` are the schemas of body, query and path.
 */
export interface Route<
  B extends z.ZodType = z.ZodType,
  Q extends z.ZodType = z.ZodType,
  P extends z.ZodType = z.ZodType,
  D extends z.ZodType = z.ZodType,
> {
  method: 'GET' | 'POST';
  /** With `{name}` for parameters; the last one may contain slashes (a stage's ARN does, encoded or not). */
  path: string;
  summary: string;
  tag: 'viewer' | 'reading' | 'aws' | 'service';
  /**
   * Everybody calls it all the time: it is found by its method and address alone, before the router. Without query
   * and parameters.
   */
  direct?: true;
  /** Needs no API key. */
  open?: true;
  body?: B;
  query?: Q;
  params?: P;
  /** Headers that it takes, for the description; it reads them by itself. */
  headers?: z.ZodType;
  answer: { kind: 'data'; schema: D } | { kind: 'other'; contentType: string; description: string };
  /** What it can answer beside what every route can (bad input, no key, wrong site, rate, shutting down, a defect). */
  failures?: readonly ErrorCode[];
  handle(input: RouteInput<B, Q, P>, exchange: Exchange): RouteAnswer<z.output<D>>;
}

export interface RouteInput<B extends z.ZodType, Q extends z.ZodType, P extends z.ZodType> {
  body: z.output<B>;
  query: z.output<Q>;
  params: z.output<P>;
  language(): Language;
  /** Counts this request against the user. @throws ApiError RATE_LIMITED */
  limit(userId: string): void;
}

/** `SENT`: the handler has answered by itself. */
export const SENT = Symbol('sent');
export type RouteAnswer<T> = Answer<T> | typeof SENT | Promise<Answer<T> | typeof SENT>;
export interface Answer<T> {
  data: T;
  message?: string;
}

/** Keeps the schemas' types while the table forgets them. */
export function route<B extends z.ZodType, Q extends z.ZodType, P extends z.ZodType, D extends z.ZodType>(
  definition: Route<B, Q, P, D>,
): Route {
  return definition as unknown as Route;
}
