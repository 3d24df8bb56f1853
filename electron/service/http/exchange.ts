import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RouteMetrics } from './metrics.ts';

/** One request and its answer, as gates, routes and answers see them; a class, so that each is one object of one shape. */
export class Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Ours, told in `x-request-id`. */
  readonly id: string;
  /** Monotonic milliseconds at which the headers were there. */
  readonly startedAtMs: number;
  /** The page's origin that the answer must name. */
  corsOrigin: string | undefined = undefined;
  /** Where this request is counted. */
  metrics: RouteMetrics;

  constructor(request: IncomingMessage, response: ServerResponse, id: string, metrics: RouteMetrics) {
    this.request = request;
    this.response = response;
    this.id = id;
    this.startedAtMs = performance.now();
    this.metrics = metrics;
  }

  /** The answer is out, or as good as: told to the metrics once. */
  count(status: number): void {
    this.metrics.count(status, performance.now() - this.startedAtMs);
  }
}
