import { createServer, type IncomingMessage, type Server } from 'node:http';
import createRouter, { type HTTPMethod } from 'find-my-way';
import type { Logger } from 'pino';
import { z } from 'zod';
import { AwsFailed } from '../aws/failure.ts';
import { TokenIssuerError } from '../tokens/issuer.ts';
import { answerClientError } from './client-errors.ts';
import { corsHeaders, failureBody, JSON_TYPE, sendText, successBody } from './envelope.ts';
import { ApiError, apiErrorOf } from './errors.ts';
import { Exchange } from './exchange.ts';
import type { Guard } from './guard.ts';
import { languageOf } from './language.ts';
import type { Metrics } from './metrics.ts';
import type { RateLimiter } from './rate-limit.ts';
import { readJson } from './read-json.ts';
import { type Answer, type Route, type RouteInput, SENT } from './route.ts';
import { keepTickShape } from './tick-shape.ts';
import { parse } from './validation.ts';

/** Limits of docs/quality.md, "Local API". */
const HEADERS_TIMEOUT_MS = 5_000;
const REQUEST_TIMEOUT_MS = 10_000;
const CONNECTION_CHECK_MS = 500;
const KEEP_ALIVE_MS = 72_000;
const PREFLIGHT_CACHE_SECONDS = 600;

export interface ServerDeps {
  routes: readonly Route[];
  guard: Guard;
  rateLimiter: RateLimiter;
  metrics: Metrics;
  logger: Logger;
  /** True while the service drains: what still comes in is refused. */
  isShuttingDown(): boolean;
  /** Told of a failure that is ours. */
  onDefect?(error: unknown): void;
}

export interface ApiServer {
  server: Server;
  /** A tree of them, for people. */
  printRoutes(): string;
}

/** The HTTP side, unlistened: guards, limits, the one envelope, and the routes of the table. */
export function buildServer(deps: ServerDeps): ApiServer {
  const { guard, metrics, logger } = deps;
  const nextRequestId = requestIds();
  const unmatched = metrics.route('*', '*');
  const direct = new Map<string, Serve>();
  const router = createRouter({ onBadUrl: () => {} });
  keepTickShape();

  const server = createServer(
    {
      headersTimeout: HEADERS_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      connectionsCheckingInterval: CONNECTION_CHECK_MS,
      keepAliveTimeout: KEEP_ALIVE_MS,
      // A request without a Host gets our answer (403), not Node's empty one.
      requireHostHeader: false,
    },
    (request, response) => {
      const exchange = new Exchange(request, response, nextRequestId(), unmatched);
      if (!enter(exchange)) return;
      const serve = request.method === 'POST' ? direct.get(request.url as string) : undefined;
      if (serve === undefined) route(exchange);
      else serve(exchange, undefined);
    },
  );
  server.on('clientError', answerClientError(logger, nextRequestId));
  // `Expect: 100-continue` is answered by Node; any other expectation is not worth refusing.
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));

  /** What a handler gets. A class, so that a heartbeat makes one object and no closures. */
  class Input implements RouteInput<z.ZodType, z.ZodType, z.ZodType> {
    readonly #exchange: Exchange;
    readonly body: unknown;
    readonly query: unknown;
    readonly params: unknown;
    constructor(exchange: Exchange, body: unknown, query: unknown, params: unknown) {
      this.#exchange = exchange;
      this.body = body;
      this.query = query;
      this.params = params;
    }
    language() {
      return languageOf(this.#exchange.request.headers['accept-language']);
    }
    limit(userId: string) {
      const waitMs = deps.rateLimiter.take(userId, this.#exchange.startedAtMs);
      if (waitMs === 0) return;
      const headers = ['retry-after', String(Math.ceil(waitMs / 1000))];
      throw new ApiError('RATE_LIMITED', { headers, details: { retryAfterMs: waitMs } });
    }
  }

  for (const definition of deps.routes) {
    const serve = serving(definition);
    if (definition.direct) direct.set(definition.path, serve);
    router.on(methodsOf(definition), routerPath(definition.path), () => {}, serve);
  }
  return { server, printRoutes: () => router.prettyPrint() };

  function route(exchange: Exchange): void {
    const { method, url } = exchange.request;
    const found = router.find(method as HTTPMethod, url as string);
    try {
      if (found === null) throw refusalOfUnknown(exchange);
      // The router's own word for an address that is none.
      if (found.store === null) throw new ApiError('BAD_REQUEST');
    } catch (error) {
      sendFailure(exchange, error);
      return;
    }
    (found.store as Serve)(exchange, { query: found.searchParams, params: found.params });
  }

  /** @throws ApiError where the key is missing: what is not there is told to nobody without it */
  function refusalOfUnknown(exchange: Exchange): ApiError {
    admit(exchange, false);
    const allowed = allowedMethods(deps.routes, exchange.request.url as string);
    if (allowed.length === 0) return new ApiError('NOT_FOUND');
    return new ApiError('METHOD_NOT_ALLOWED', { headers: ['allow', allowed.join(', ')] });
  }

  /** The first gates, before anything else is looked at. @returns false: answered already */
  function enter(exchange: Exchange): boolean {
    const { request, response } = exchange;
    const { headers } = request;
    // Whoever offers another protocol is answered in this one; Node does not read reliably on behind such an offer.
    if (headers.upgrade !== undefined) response.shouldKeepAlive = false;
    try {
      exchange.corsOrigin = guard.checkSite(headers);
    } catch (error) {
      sendFailure(exchange, error);
      return false;
    }
    if (exchange.corsOrigin === undefined || !isPreflight(request)) return true;
    answerPreflight(exchange, exchange.corsOrigin);
    return false;
  }

  /** The last two gates before a route: the key, and that we are not about to end. @throws ApiError */
  function admit({ request }: Exchange, open: boolean): void {
    if (!open) guard.checkKey(request.headers, request.url as string);
    if (deps.isShuttingDown()) throw new ApiError('SHUTTING_DOWN', { headers: ['connection', 'close'] });
  }

  function serving(definition: Route): Serve {
    const { handle } = definition;
    const body = definition.body && compiledOnce(definition.body);
    const query = definition.query && compiledOnce(definition.query);
    const params = definition.params && compiledOnce(definition.params);
    const counter = metrics.route(definition.method, definition.path);
    const isOpen = definition.open === true;

    return (exchange, routed) => {
      exchange.metrics = counter;
      try {
        admit(exchange, isOpen);
      } catch (error) {
        sendFailure(exchange, error);
        return;
      }
      if (body === undefined) answer(exchange, routed, null, undefined);
      else readJson(exchange.request, (refusal, given) => answer(exchange, routed, refusal, given));
    };

    function answer(exchange: Exchange, routed: Routed | undefined, refusal: ApiError | null, given: unknown): void {
      const { request } = exchange;
      try {
        if (refusal !== null) throw refusal;
        const input = new Input(
          exchange,
          body && parse(body(), given ?? {}, request),
          query && parse(query(), routed?.query, request),
          params && parse(params(), namedParams(definition.path, routed?.params), request),
        );
        const answered = handle(input, exchange);
        if (answered instanceof Promise)
          answered.then(
            (value) => send(exchange, value),
            (error) => sendFailure(exchange, error),
          );
        else send(exchange, answered);
      } catch (error) {
        sendFailure(exchange, error);
      }
    }
  }

  function send(exchange: Exchange, answer: Answer<unknown> | typeof SENT): void {
    if (answer !== SENT) sendText(exchange, 200, JSON_TYPE, successBody(answer, Date.now()));
  }

  function sendFailure(exchange: Exchange, thrown: unknown): void {
    const { request, response, id: requestId } = exchange;
    if (response.headersSent || response.destroyed) return;
    const error = apiErrorOf(thrown);
    if (error.code === 'INTERNAL') {
      logger.error({ err: thrown, requestId, path: pathOf(request) }, 'a defect');
      deps.onDefect?.(thrown);
    } else if (error.status >= 500) {
      logger.warn({ ...told(thrown), requestId, code: error.code }, 'request failed');
    }
    const language = languageOf(request.headers['accept-language']);
    const body = failureBody(error, language, requestId, Date.now());
    sendText(exchange, error.status, JSON_TYPE, body, error.headers);
  }
}

/**
 * Compiled schemas judge the same, several times faster (zod.dev/compile). At the first use: all of them at the start took longer
 * than all the rest of it.
 */
function compiledOnce(schema: z.ZodType): () => z.ZodType {
  let compiled: z.ZodType | undefined;
  return () => {
    compiled ??= z.compile(schema);
    return compiled;
  };
}

/** Serves a route: from its last gates to its answer. */
type Serve = (exchange: Exchange, routed: Routed | undefined) => void;
/** What the router read from the address. */
interface Routed {
  query: unknown;
  params: Readonly<Record<string, string | undefined>>;
}

/** An issuer's error, and any of AWS's, has the words of its cause, and the log would join the two. */
const told = (thrown: unknown): object =>
  thrown instanceof TokenIssuerError || thrown instanceof AwsFailed
    ? { error: thrown.reason, reason: thrown.message }
    : { err: thrown };

/** Ids that are unique over restarts and cheap to make. */
function requestIds(): () => string {
  const run = Date.now().toString(36);
  let count = 0;
  return () => `${run}-${++count}`;
}

const isPreflight = (request: IncomingMessage): boolean =>
  request.method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined;

function answerPreflight({ request, response, id }: Exchange, origin: string): void {
  const headers = [
    ...corsHeaders(origin),
    'access-control-allow-methods',
    'GET, POST',
    'access-control-allow-headers',
    'content-type, x-api-key, last-event-id, accept-language',
    'access-control-max-age',
    String(PREFLIGHT_CACHE_SECONDS),
    'x-request-id',
    id,
  ];
  // A page on the internet that we allow calls into a private network: Chromium asks for this by name.
  if (request.headers['access-control-request-private-network'] !== undefined) {
    headers.push('access-control-allow-private-network', 'true');
  }
  response.writeHead(204, headers);
  response.end();
}

/** `{stageArn}` may contain slashes, so it is a wildcard to the router. */
const routerPath = (path: string): string => path.replace(/\{\w+\}$/, '*');

function namedParams(path: string, params: Routed['params'] | undefined): Record<string, unknown> {
  const name = /\{(\w+)\}$/.exec(path)?.[1] ?? '';
  return { [name]: params?.['*'] };
}

const methodsOf = ({ method, answer }: Route): HTTPMethod[] =>
  method === 'GET' && answer.kind === 'data' ? ['GET', 'HEAD'] : [method];

const pathOf = ({ url = '' }: Pick<IncomingMessage, 'url'>): string => url.split('?', 1)[0] ?? '';

/** For a path that exists under another method: which methods it takes. */
function allowedMethods(routes: readonly Route[], url: string): string[] {
  const path = pathOf({ url });
  const found = routes.filter((candidate) => {
    const fixed = candidate.path.replace(/\{\w+\}$/, '');
    return fixed === candidate.path ? path === fixed : path.startsWith(fixed) && path.length > fixed.length;
  });
  return [...new Set(found.flatMap(methodsOf))];
}
