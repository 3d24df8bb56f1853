/** Counters of the HTTP side, as Prometheus text (version 0.0.4). Counting costs two additions a request. */

/** Upper bounds in milliseconds. */
const BOUNDS_MS = [1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 10_000];

export interface RouteMetrics {
  count(status: number, durationMs: number): void;
}

export interface Metrics {
  route(method: string, path: string): RouteMetrics;
  text(gauges: readonly Gauge[]): string;
}

export interface Gauge {
  name: string;
  help: string;
  type: 'gauge' | 'counter';
  values: readonly { labels?: Readonly<Record<string, string>>; value: number }[];
}

export function createMetrics(): Metrics {
  const routes: {
    labels: Record<string, string>;
    statuses: Float64Array;
    buckets: Float64Array;
    sum: number;
  }[] = [];

  return {
    route(method, path) {
      const entry = {
        labels: { method, route: path },
        statuses: new Float64Array(600),
        buckets: new Float64Array(BOUNDS_MS.length + 1),
        sum: 0,
      };
      routes.push(entry);
      return {
        count(status, durationMs) {
          entry.statuses[status] = (entry.statuses[status] ?? 0) + 1;
          let bucket = 0;
          while (bucket < BOUNDS_MS.length && durationMs > (BOUNDS_MS[bucket] ?? 0)) bucket += 1;
          entry.buckets[bucket] = (entry.buckets[bucket] ?? 0) + 1;
          entry.sum += durationMs;
        },
      };
    },
    text(gauges) {
      const lines: string[] = [];
      const head = (name: string, help: string, type: string) =>
        lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`);
      for (const { name, help, type, values } of gauges) {
        head(name, help, type);
        for (const { labels = {}, value } of values) lines.push(`${name}${labelText(labels)} ${value}`);
      }
      head('stagewatch_http_requests_total', 'Requests answered.', 'counter');
      for (const { labels, statuses } of routes) {
        for (const [status, count] of statuses.entries()) {
          if (count === 0) continue;
          lines.push(`stagewatch_http_requests_total${labelText({ ...labels, status: String(status) })} ${count}`);
        }
      }
      const duration = 'stagewatch_http_request_duration_seconds';
      head(duration, 'Time from the headers of a request to its answer.', 'histogram');
      for (const { labels, buckets, sum } of routes) {
        let total = 0;
        buckets.forEach((count, index) => {
          total += count;
          const bound = BOUNDS_MS[index];
          const le = bound === undefined ? '+Inf' : String(bound / 1000);
          lines.push(`${duration}_bucket${labelText({ ...labels, le })} ${total}`);
        });
        lines.push(
          `${duration}_sum${labelText(labels)} ${sum / 1000}`,
          `${duration}_count${labelText(labels)} ${total}`,
        );
      }
      return `${lines.join('\n')}\n`;
    },
  };
}

function labelText(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escapeLabel(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

const escapeLabel = (value: string): string =>
  value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
