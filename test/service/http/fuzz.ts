/**
 * Generated bad requests against the API, over raw sockets: what matters is that each gets an answer of the contract
 * and none a 5xx. By hand, a million of them against a service of its own:
 *
 *   node test/service/http/fuzz.ts --count 1000000 [--seed N]
 *
 * or against a running one: … --api http://127.0.0.1:8787 --api-key KEY --stage ARN. The seed that is printed repeats a run.
 */
import { connect, type Socket } from 'node:net';
import { parseArgs } from 'node:util';
import { failureSchema } from '../../../shared/api.ts';
import { firstReply } from './support/raw.ts';
import { API_KEY, startService } from './support/service.ts';

export interface FuzzOptions {
  port: number;
  apiKey: string;
  stageArn: string;
  count: number;
  seed: number;
  /** Requests under way at once. */
  connections?: number;
  onProgress?(done: number): void;
}

export interface FuzzReport {
  /** Answers by status; 0: the connection closed without one. */
  statuses: Record<number, number>;
  /** Answers that break the contract, with the request that got them. */
  faults: { request: string; problem: string }[];
}

/** Numbers that depend on the seed alone (mulberry32). */
export function createRandom(seed: number) {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  const pick = <T>(items: readonly T[]): T => items[below(items.length)]!;
  const chance = (probability: number): boolean => next() < probability;
  return { below, pick, chance };
}
type Random = ReturnType<typeof createRandom>;

const METHODS = [
  'GET',
  'POST',
  'POST',
  'POST',
  'PUT',
  'DELETE',
  'HEAD',
  'OPTIONS',
  'PATCH',
  'TRACE',
  'PROPFIND',
  'QUERY',
];
const PATHS = [
  '/api/token/viewer',
  '/api/viewer/rejoin',
  '/api/viewer/heartbeat',
  '/api/viewer/leave',
  '/api/log',
  '/api/stats',
  '/api/viewer/list/',
  '/api/viewer/history/',
  '/api/viewer/stats/',
  '/api/viewer/duration',
  '/api/events',
  '/health',
  '/metrics',
  '/openapi.json',
  '/docs',
  '/',
  '*',
  '',
];
const FIELDS = ['userId', 'stageArn', 'participantId', 'reason', 'cause', 'entries', '__proto__', 'constructor', ''];
const QUERIES = ['limit', 'cursor', 'userId', 'stageArn', 'days', 'since', 'until', 'type', 'key', '__proto__'];
const TYPES = [
  'application/json',
  'application/json; charset=utf-16',
  'text/plain',
  'application/xml',
  '',
  ';',
  'a/b/c',
];
const STRINGS = [
  '',
  ' ',
  'viewer-1',
  '\0',
  '\r\n',
  '櫃台',
  '😀',
  '\ud800',
  '\u202e',
  '../../etc/passwd',
  "'; DROP TABLE sessions; --",
  '%00',
  '%',
  '%E0%A4%A',
  '{{7*7}}',
  '[object Object]',
  'x'.repeat(129),
  'x'.repeat(5_000),
];

export interface GeneratedRequest {
  bytes: Buffer;
  /** The sender stops before the end, and says so by ending its side. */
  truncated: boolean;
}

/** One request, more or less wrong. */
export function generateRequest(
  random: Random,
  target: Pick<FuzzOptions, 'port' | 'apiKey' | 'stageArn'>,
): GeneratedRequest {
  const { below, pick, chance } = random;
  const noise = (length: number) => Buffer.from(Array.from({ length }, () => below(256)));
  if (chance(0.02)) return { bytes: noise(1 + below(200)), truncated: true };

  const text = () =>
    chance(0.5) ? pick(STRINGS) : noise(below(40)).toString(pick(['latin1', 'utf8', 'base64', 'hex']));
  const value = (depth = 0): unknown => {
    switch (below(depth > 3 ? 6 : 8)) {
      case 0:
        return text();
      case 1:
        return target.stageArn;
      case 2:
        return pick([0, -1, 1.5, 1e308, -0, 2 ** 53, 1e-7]);
      case 3:
        return pick([true, false, null]);
      case 4:
        return 'viewer-1';
      case 5:
        return '2026-01-01T00:00:00Z';
      case 6:
        return Array.from({ length: below(4) }, () => value(depth + 1));
      default:
        return Object.fromEntries(Array.from({ length: below(4) }, () => [pick(FIELDS), value(depth + 1)]));
    }
  };
  const entry = () => ({
    type: pick(['viewer.back', 'sdk.error', 'presence.left', 'x']),
    at: pick(['2026-01-01T00:00:00Z', 'now', '']),
    reason: value(),
    details: value(),
  });
  const object = () => {
    const likely: Record<string, unknown> = { userId: 'viewer-1', stageArn: target.stageArn, participantId: 'P1' };
    if (chance(0.3)) likely.entries = Array.from({ length: below(4) }, entry);
    for (let times = below(3); times > 0; times -= 1) {
      const field = pick(FIELDS);
      if (chance(0.3)) delete likely[field];
      else likely[field] = value();
    }
    return likely;
  };
  const nested = () => '['.repeat(below(4_000)) + ']'.repeat(below(4_000));
  const body = (): Buffer => {
    const json = Buffer.from(JSON.stringify(chance(0.8) ? object() : value()) ?? '');
    switch (below(12)) {
      case 0:
        return json.subarray(0, below(json.length + 1));
      case 1:
        return Buffer.from(nested());
      case 2:
        return noise(below(300));
      case 3:
        return Buffer.alloc(chance(0.5) ? 16_384 + below(3) - 1 : 20_000, ' ');
      case 4:
        json[below(json.length)] = below(256);
        return json;
      case 5:
        return Buffer.alloc(0);
      default:
        return json;
    }
  };

  const path = (): string => {
    let url = pick(PATHS);
    if (url.endsWith('/')) url += chance(0.5) ? target.stageArn : encodeUrl(text(), random);
    if (chance(0.1)) url = `/${encodeUrl(text(), random)}`;
    if (chance(0.3)) {
      const pairs = Array.from({ length: 1 + below(3) }, () => `${pick(QUERIES)}=${encodeUrl(text(), random)}`);
      url += `?${pairs.join('&')}`;
    }
    return url;
  };
  const token = () => noise(1 + below(20)).toString('hex');

  const method = chance(0.97) ? pick(METHODS) : pick(['BREW', 'get', 'P OST', '']);
  const payload = method === 'GET' && chance(0.9) ? undefined : body();
  const lines = [`${method} ${path()} HTTP/${chance(0.98) ? '1.1' : pick(['1.0', '2.0', '0.9', 'x'])}`];
  if (chance(0.97)) lines.push(`Host: ${chance(0.97) ? `127.0.0.1:${target.port}` : headerText(text())}`);
  if (chance(0.95)) lines.push(`x-api-key: ${chance(0.97) ? target.apiKey : headerText(text())}`);
  if (payload !== undefined && chance(0.95)) {
    lines.push(`Content-Type: ${chance(0.9) ? 'application/json' : pick(TYPES)}`);
  }
  if (chance(0.03)) lines.push(`Origin: ${pick(['null', 'https://evil.example', '', 'app://console'])}`);
  if (chance(0.05)) lines.push(`Accept-Language: ${headerText(text())}`);
  if (chance(0.02)) lines.push(`Expect: ${pick(['100-continue', 'x'])}`);
  if (chance(0.02)) lines.push('Content-Encoding: gzip');
  if (chance(0.02)) lines.push('Connection: Upgrade', `Upgrade: ${pick(['websocket', 'h2c'])}`);
  if (chance(0.02)) lines.push(`Last-Event-ID: ${headerText(text())}`);
  for (let extra = chance(0.05) ? below(120) : 0; extra > 0; extra -= 1) lines.push(`x-${token()}: ${token()}`);
  if (chance(0.01)) lines.push(`x-large: ${'x'.repeat(20_000)}`);
  if (chance(0.01)) lines.push(noise(10).toString('latin1'));

  let bytes: Buffer = payload ?? Buffer.alloc(0);
  let truncated = false;
  if (payload !== undefined) {
    if (chance(0.1)) {
      lines.push('Transfer-Encoding: chunked');
      const end = chance(0.9) ? '0\r\n\r\n' : 'zz\r\n';
      const chunk = payload.length === 0 ? '' : `${payload.length.toString(16)}\r\n`;
      bytes = Buffer.concat([Buffer.from(chunk), payload, Buffer.from(chunk === '' ? end : `\r\n${end}`)]);
    } else if (chance(0.95)) {
      const length = chance(0.97) ? payload.length : pick([payload.length + 5, -1, 1e9, 'x', '1, 2']);
      lines.push(`Content-Length: ${length}`);
      truncated = length !== payload.length;
    } else truncated = true;
  }
  const whole = Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), bytes]);
  if (!chance(0.05)) return { bytes: whole, truncated };
  return { bytes: whole.subarray(0, 1 + below(whole.length)), truncated: true };
}

const headerText = (text: string): string => text.replace(/[\r\n]/g, ' ');
const encodeUrl = (text: string, { chance }: Random): string =>
  chance(0.7) ? encodeURIComponent(text.toWellFormed()) : text.replace(/[\s]/g, '');

export async function runFuzz(options: FuzzOptions): Promise<FuzzReport> {
  const { connections = 24, count } = options;
  const random = createRandom(options.seed);
  const report: FuzzReport = { statuses: {}, faults: [] };
  let started = 0;
  let done = 0;

  async function work(): Promise<void> {
    let line: Line | undefined;
    while (started < count) {
      started += 1;
      const request = generateRequest(random, options);
      if (line === undefined || !line.isUsable()) line = await openLine(options.port);
      let text = await line.exchange(request);
      if (text === '' && line.exchanges > 1) {
        // The service had closed the connection after its last answer: not an answer to this request.
        line = await openLine(options.port);
        text = await line.exchange(request);
      }
      note(request, text);
      // After half a request nobody knows where the next one would begin; a stream of events has no end.
      if (request.truncated || /\r\n(connection: close|content-type: text\/event-stream)\r\n/i.test(text)) line.end();
      done += 1;
      if (done % 100_000 === 0) options.onProgress?.(done);
    }
    line?.end();
  }

  function note({ bytes, truncated }: GeneratedRequest, text: string): void {
    const problem = problemOf(text, truncated, /^HEAD /.test(bytes.toString('latin1', 0, 5)));
    const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0);
    report.statuses[status] = (report.statuses[status] ?? 0) + 1;
    if (problem !== undefined) report.faults.push({ request: bytes.toString('latin1').slice(0, 2_000), problem });
  }

  await Promise.all(Array.from({ length: connections }, work));
  return report;
}

/** What about an answer breaks the contract, if anything. */
function problemOf(text: string, truncated: boolean, isHead: boolean): string | undefined {
  if (text === '') return truncated ? undefined : 'no answer at all';
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1]);
  if (Number.isNaN(status)) return `not an answer: ${JSON.stringify(text.slice(0, 80))}`;
  // A byte that was changed made the ARN of another stage, and AWS says that it knows none such: the contract's own 502.
  if (status === 502 && /"error":"(ResourceNotFound|AccessDenied)Exception"/.test(text)) return undefined;
  if (status >= 500) return `status ${status}: ${text.slice(0, 600)}`;
  if (status < 400 || isHead) return undefined;
  const body = firstReply(text)?.reply.body;
  return failureSchema.strict().safeParse(body).success ? undefined : `not the envelope: ${text.slice(0, 600)}`;
}

interface Line {
  /** Requests sent so far. */
  exchanges: number;
  isUsable(): boolean;
  /** Sends a request and resolves with the text of its answer, or with what came before the connection closed. */
  exchange(request: GeneratedRequest): Promise<string>;
  end(): void;
}

async function openLine(port: number): Promise<Line> {
  const socket: Socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  let text = '';
  let isHead = false;
  let settle: ((text: string) => void) | undefined;
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString('latin1');
    const head = /^HTTP\/1\.1 100 [\s\S]*?\r\n\r\n/.exec(text);
    if (head) text = text.slice(head[0].length);
    const isWhole = isHead ? text.includes('\r\n\r\n') : firstReply(text) !== undefined;
    if (isWhole) answer();
  });
  const over = () => {
    socket.destroy();
    answer();
  };
  socket.on('error', over);
  socket.on('end', over);
  socket.on('close', over);
  function answer(): void {
    const whole = text;
    text = '';
    settle?.(whole);
    settle = undefined;
  }
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', reject);
  });
  const line: Line = {
    exchanges: 0,
    isUsable: () => !socket.destroyed && socket.writable,
    exchange(request) {
      line.exchanges += 1;
      isHead = request.bytes.toString('latin1', 0, 5) === 'HEAD ';
      return new Promise((resolve) => {
        settle = resolve;
        if (request.truncated) socket.end(request.bytes);
        else socket.write(request.bytes);
      });
    },
    end: () => void socket.destroy(),
  };
  return line;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      count: { type: 'string', default: '1000000' },
      seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
      api: { type: 'string' },
      'api-key': { type: 'string', default: API_KEY },
      stage: { type: 'string' },
    },
  });
  const running = values.api === undefined ? await startService() : undefined;
  const port = running?.port ?? Number(new URL(values.api!).port);
  const stageArn = values.stage ?? running?.stageArn ?? '';
  const count = Number(values.count);
  const seed = Number(values.seed);
  process.stdout.write(`${count} requests, seed ${seed}\n`);
  const startedAtMs = performance.now();
  const report = await runFuzz({
    port,
    apiKey: values['api-key'],
    stageArn,
    count,
    seed,
    onProgress: (done) => process.stdout.write(`${done}\n`),
  });
  await running?.close();
  const seconds = ((performance.now() - startedAtMs) / 1000).toFixed(1);
  process.stdout.write(`${JSON.stringify(report.statuses)} in ${seconds} s\n`);
  for (const { problem, request } of report.faults.slice(0, 20)) {
    process.stdout.write(`${problem}\n  ${JSON.stringify(request.slice(0, 500))}\n`);
  }
  process.exitCode = report.faults.length === 0 ? 0 : 1;
}

if (import.meta.main) await main();
