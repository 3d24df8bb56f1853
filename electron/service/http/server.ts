import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { z } from 'zod';
import { AwsFailed } from '../aws/failure.ts';
import { TokenIssuerError } from '../tokens/issuer.ts';
import { answerClientError } from './client-errors.ts';
import { corsHeaders, failureBody, JSON_TYPE, sendText, successBody } from './envelope.ts';
import { ApiError, apiErrorOf } from './errors.ts';
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

/** The HTTP side, unlistened: guards, limits, the one envelope, and the routes of the table. */
export function buildServer(deps: ServerDeps): FastifyInstance {
  const { guard, metrics, logger } = deps;
  const nextRequestId = requestIds();
  keepTickShape();
  const app = Fastify({
    // Ours says what matters; Fastify's would make a child logger for each request.
    logger: false,
    genReqId: nextRequestId,
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    http: {
      headersTimeout: HEADERS_TIMEOUT_MS,
      connectionsCheckingInterval: CONNECTION_CHECK_MS,
      // A request without a Host gets our answer (403), not Node's empty one.
      requireHostHeader: false,
    },
    routerOptions: { maxParamLength: 4096 },
    clientErrorHandler: answerClientError(logger, nextRequestId),
    frameworkErrors: (error, _request, reply) => sendFailure(reply as unknown as FastifyReply, error),
  });

  app.decorateRequest('startedAtMs', 0);
  app.decorateRequest('corsOrigin', undefined);
  app.decorateRequest('metrics', undefined);
  const unmatched = metrics.route('*', '*');
  app.removeAllContentTypeParsers(); // routes read their own bodies, and nobody else does

  app.addHook('onRequest', (request, reply, done) => {
    request.startedAtMs = performance.now();
    request.metrics = unmatched;
    // Whoever offers another protocol is answered in this one; Node does not read reliably on behind such an offer.
    if (request.headers.upgrade !== undefined) reply.raw.shouldKeepAlive = false;
    try {
      const origin = guard.checkSite(request.headers);
      request.corsOrigin = origin;
      if (origin !== undefined && isPreflight(request)) {
        answerPreflight(request, reply, origin);
        return;
      }
      done();
    } catch (error) {
      done(error as Error);
    }
  });

  app.setErrorHandler((error, _request, reply) => sendFailure(reply, error));
  app.setNotFoundHandler((request, reply) => {
    admit(request, false);
    const allowed = allowedMethods(deps.routes, request.url);
    if (allowed.length === 0) sendFailure(reply, new ApiError('NOT_FOUND'));
    else sendFailure(reply, new ApiError('METHOD_NOT_ALLOWED', { headers: ['allow', allowed.join(', ')] }));
  });
  // `Expect: 100-continue` is answered by Node; any other expectation is not worth refusing.
  app.server.on('checkExpectation', (request, response) => app.server.emit('request', request, response));

  /** What a handler gets. A class, so that a heartbeat makes one object and no closures. */
  class Input implements RouteInput<z.ZodType, z.ZodType, z.ZodType> {
    readonly request: FastifyRequest;
    readonly body: unknown;
    readonly query: unknown;
    readonly params: unknown;
    constructor(request: FastifyRequest, body: unknown, query: unknown, params: unknown) {
      this.request = request;
      this.body = body;
      this.query = query;
      this.params = params;
    }
    language() {
      return languageOf(this.request.headers['accept-language']);
    }
    limit(userId: string) {
      const waitMs = deps.rateLimiter.take(userId, this.request.startedAtMs);
      if (waitMs === 0) return;
      const headers = ['retry-after', String(Math.ceil(waitMs / 1000))];
      throw new ApiError('RATE_LIMITED', { headers, details: { retryAfterMs: waitMs } });
    }
  }

  for (const definition of deps.routes) register(app, definition);
  return app;

  function register(server: FastifyInstance, definition: Route): void {
    const { handle } = definition;
    // Compiled schemas judge the same, several times faster (zod.dev/compile).
    const body = definition.body && z.compile(definition.body);
    const query = definition.query && z.compile(definition.query);
    const params = definition.params && z.compile(definition.params);
    const counter = metrics.route(definition.method, definition.path);
    server.route({
      method: definition.method,
      url: fastifyPath(definition.path),
      exposeHeadRoute: definition.method === 'GET' && definition.answer.kind === 'data',
      onRequest(request, reply, done) {
        request.metrics = counter;
        try {
          admit(request, definition.open === true);
        } catch (error) {
          done(error as Error);
          return;
        }
        if (body === undefined) done();
        else readJson(request.raw, (refusal, given) => answer(request, reply, refusal, given));
      },
      handler: (request, reply) => answer(request, reply, null, undefined),
    });

    function answer(request: FastifyRequest, reply: FastifyReply, refusal: ApiError | null, given: unknown): void {
      try {
        if (refusal !== null) throw refusal;
        const input = new Input(
          request,
          body && parse(body, given ?? {}, request),
          query && parse(query, request.query, request),
          params && parse(params, namedParams(definition.path, request), request),
        );
        const answered = handle(input, reply);
        if (answered instanceof Promise)
          answered.then(
            (value) => send(reply, value),
            (error) => sendFailure(reply, error),
          );
        else send(reply, answered);
      } catch (error) {
        sendFailure(reply, error);
      }
    }
  }

  /** The last two gates before a route: the key, and that we are not about to end. */
  function admit(request: FastifyRequest, open: boolean): void {
    if (!open) guard.checkKey(request.headers, request.url);
    if (deps.isShuttingDown()) throw new ApiError('SHUTTING_DOWN', { headers: ['connection', 'close'] });
  }

  function send(reply: FastifyReply, answer: Answer<unknown> | typeof SENT): void {
    if (answer !== SENT) sendText(reply, 200, JSON_TYPE, successBody(answer, Date.now()));
  }

  function sendFailure(reply: FastifyReply, thrown: unknown): void {
    if (reply.raw.headersSent || reply.raw.destroyed) return;
    const { request } = reply;
    const error = apiErrorOf(thrown);
    if (error.code === 'INTERNAL') {
      logger.error({ err: thrown, requestId: request.id, route: request.routeOptions.url }, 'a defect');
      deps.onDefect?.(thrown);
    } else if (error.status >= 500) {
      logger.warn({ ...told(thrown), requestId: request.id, code: error.code }, 'request failed');
    }
    const language = languageOf(request.headers['accept-language']);
    const body = failureBody(error, language, request.id, Date.now());
    sendText(reply, error.status, JSON_TYPE, body, error.headers);
  }
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

const isPreflight = (request: FastifyRequest): boolean =>
  request.method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined;

function answerPreflight(request: FastifyRequest, reply: FastifyReply, origin: string): void {
  const headers = [
    ...corsHeaders(origin),
    'access-control-allow-methods',
    'GET, POST',
    'access-control-allow-headers',
    'content-type, x-api-key, last-event-id, accept-language',
    'access-control-max-age',
    String(PREFLIGHT_CACHE_SECONDS),
    'x-request-id',
    request.id,
  ];
  // A page on the internet that we allow calls into a private network: Chromium asks for this by name.
  if (request.headers['access-control-request-private-network'] !== undefined) {
    headers.push('access-control-allow-private-network', 'true');
  }
  reply.hijack();
  reply.raw.writeHead(204, headers);
  reply.raw.end();
}

/** `{stageArn}` may contain slashes, so it is a wildcard to the router. */
const fastifyPath = (path: string): string => path.replace(/\{\w+\}$/, '*');

function namedParams(path: string, request: FastifyRequest): Record<string, unknown> {
  const name = /\{(\w+)\}$/.exec(path)?.[1] ?? '';
  return { [name]: (request.params as { '*'?: string })['*'] };
}

/** For a path that exists under another method: which methods it takes. */
function allowedMethods(routes: readonly Route[], url: string): string[] {
  const path = url.split('?', 1)[0] ?? '';
  const found = routes.filter((candidate) => {
    const fixed = candidate.path.replace(/\{\w+\}$/, '');
    return fixed === candidate.path ? path === fixed : path.startsWith(fixed) && path.length > fixed.length;
  });
  const methods = found.flatMap(({ method, answer }) =>
    method === 'GET' && answer.kind === 'data' ? ['GET', 'HEAD'] : [method],
  );
  return [...new Set(methods)];
}
