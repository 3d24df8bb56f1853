/** The connection log over HTTP: lists of values, both directions, and files that hold exactly what was found. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LogData, LogHistogramData } from '../../../shared/api.ts';
import type { LogEntry } from '../../../shared/log.ts';
import { type Call, checkedCalls, type OpenApi, send } from './support/call.ts';
import { API_KEY, type RunningService, startService } from './support/service.ts';

const ENTRIES = 3_000;
let running: RunningService;
let call: Call;

beforeAll(async () => {
  running = await startService();
  call = checkedCalls(running.url);
  for (let first = 0; first < ENTRIES; first += 500) await running.store.commit(writes(first, 500));
});
afterAll(() => running.close());

const userOf = (n: number) => ['till-1', '櫃台😀', '=1+1'][n % 3] as string;
const writes = (first: number, count: number) =>
  Array.from({ length: count }, (_, offset) => {
    const n = first + offset;
    const type = n % 2 === 0 ? ('viewer.away' as const) : ('viewer.back' as const);
    const who = { stageArn: running.stageArn, userId: userOf(n), participantId: null };
    const entry = { at: Date.now(), source: 'viewer' as const, type, ...who, reason: null, details: { n } };
    return { kind: 'logged' as const, entry };
  });
const page = async (query: string): Promise<LogData> => {
  const reply = await call('GET', `/api/log?${query}`);
  expect(reply.body.error).toBeUndefined();
  return reply.body.data;
};
const file = async (query: string, signal?: AbortSignal): Promise<Response> =>
  fetch(`${running.url}/api/log/export?${query}`, { headers: { 'x-api-key': API_KEY }, ...(signal && { signal }) });
const entriesOf = (text: string): LogEntry[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('GET /api/log', () => {
  test('takes a parameter once or several times', async () => {
    const two = await page('type=viewer.away&type=presence.left&userId=till-1&limit=10');
    expect(two.entries).toHaveLength(10);
    expect(two.entries.every(({ type, userId }) => type === 'viewer.away' && userId === 'till-1')).toBe(true);
    const others = await page(`notUserId=till-1&notUserId=${encodeURIComponent('=1+1')}&source=viewer&limit=10`);
    expect(new Set(others.entries.map(({ userId }) => userId))).toEqual(new Set(['櫃台😀']));
  });

  test('goes on in both directions from any page', async () => {
    const first = await page('type=viewer.away&limit=20');
    const second = await page(`type=viewer.away&limit=20&cursor=${first.nextCursor}`);
    const back = await page(`type=viewer.away&limit=20&cursor=${second.newerCursor}&direction=newer`);
    expect(back.entries).toEqual(first.entries);
    const nothing = await page(`type=viewer.away&limit=20&cursor=${first.newerCursor}&direction=newer`);
    expect(nothing).toEqual({ entries: [], nextCursor: null, newerCursor: null });
  });

  test('describes its lists as lists', async () => {
    const { paths } = (await call('GET', '/openapi.json')).body as OpenApi;
    const type = paths['/api/log']?.get?.parameters.find(({ name }) => name === 'type');
    expect(type?.schema).toMatchObject({ type: 'array', items: { type: 'string' } });
    expect(paths['/api/events']?.get?.parameters).toMatchObject([{ name: 'Last-Event-ID', in: 'header' }]);
  });
});

test('the histogram counts what the list finds', async () => {
  const reply = await call('GET', '/api/log/histogram?userId=till-1&q=away&buckets=7');
  const { total, buckets } = reply.body.data as LogHistogramData;
  expect(total).toBe(ENTRIES / 6);
  expect(buckets.length).toBeLessThanOrEqual(7);
});

describe('GET /api/log/export', () => {
  test('JSON Lines hold what the list finds, in its order', async () => {
    const answer = await file('format=jsonl&type=viewer.away&userId=till-1');
    expect(answer.headers.get('content-type')).toBe('application/jsonl; charset=utf-8');
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="stagewatch-log-[\d-]+Z\.jsonl"$/);
    const entries = entriesOf(await answer.text());
    expect(entries).toHaveLength(ENTRIES / 6);
    const listed = await page('type=viewer.away&userId=till-1&limit=500');
    expect(entries.slice(0, 500)).toEqual(listed.entries);
  });

  test('CSV opens in a spreadsheet: Chinese intact, no formula', async () => {
    const answer = await file('source=viewer');
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const lines = bytes.toString().split('\r\n');
    expect(lines).toHaveLength(1 + ENTRIES + 1);
    expect(lines.filter((line) => line.includes(",'=1+1,"))).toHaveLength(ENTRIES / 3);
    expect(lines.filter((line) => line.includes(',櫃台😀,'))).toHaveLength(ENTRIES / 3);
  });

  test('holds what was there when it began, whatever is added or swept meanwhile', async () => {
    const pieces = running.store.logExport({ source: 'viewer' }, 'jsonl');
    let text = Buffer.from((await pieces.next()).value ?? []).toString();
    await running.store.commit(writes(ENTRIES, 500));
    for await (const piece of pieces) text += Buffer.from(piece).toString();
    const ids = entriesOf(text).map(({ id }) => id);
    expect(ids).toHaveLength(ENTRIES);
    expect(new Set(ids).size).toBe(ENTRIES);
  });

  test('of nothing is a file with nothing in it', async () => {
    expect(await (await file('format=jsonl&userId=nobody')).text()).toBe('');
    expect((await (await file('userId=nobody')).text()).trimEnd().split('\r\n')).toHaveLength(1);
  });

  test('an unknown format or filter is refused with the usual envelope', async () => {
    const { status, body } = await send(running.url, 'GET', '/api/log/export?format=xlsx');
    expect([status, body.error.code]).toEqual([400, 'VALIDATION_ERROR']);
    expect((await send(running.url, 'GET', '/api/log/export', { key: null })).status).toBe(401);
  });
});
