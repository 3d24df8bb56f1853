import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLogExport } from '../../electron/api-client/log-export.ts';
import { createLogExporter } from '../../electron/desktop/export.ts';
import type { ExportProgress } from '../../shared/ipc.ts';
import { mountSmallDisk, noSmallDisk, onSmallDisk } from '../service/support/small-disk.ts';

let folder: string;
let service: Server;
let baseUrl: string;
let asked: string[];
/** What the service does with a question. */
let answer: (response: ServerResponse) => void;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'export-'));
  asked = [];
  service = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.on('error', () => {});
    answer(response);
  });
  await new Promise<void>((listening) => service.listen(0, '127.0.0.1', listening));
  baseUrl = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
});
afterEach(async () => {
  service.closeAllConnections();
  await new Promise((closed) => service.close(closed));
  rmSync(folder, { recursive: true, force: true });
});

function exporterTo(path: string | null) {
  const told: ExportProgress[] = [];
  const suggested: string[] = [];
  const exporter = createLogExporter({
    open: createLogExport({ baseUrl, apiKey: 'a-key-for-the-test', language: () => 'en' }),
    askPath: async (name) => {
      suggested.push(name);
      return path;
    },
    onProgress: (progress) => told.push(progress),
    now: () => new Date('2026-11-22T14:03:22.481Z'),
  });
  return { exporter, told, suggested };
}
const target = (name = 'log.csv') => join(folder, name);
const CSV = '\uFEFFid,user\r\n2,"a ""name""\r\nof two lines"\r\n1,till-07\r\n';

describe('an export', () => {
  it('asks for exactly what is filtered, under a name that sorts by time', async () => {
    answer = (response) => response.end(CSV);
    const { exporter, suggested } = exporterTo(target());
    await exporter.run({
      format: 'csv',
      filter: { type: ['sdk.error', 'sdk.left'], notUserId: ['till & co'], q: 'a b' },
    });
    expect(asked).toEqual(['/api/log/export?type=sdk.error&type=sdk.left&notUserId=till+%26+co&q=a+b&format=csv']);
    expect(suggested).toEqual(['stagewatch-log-2026-11-22T14-03-22.csv']);
  });

  it('is whole, byte for byte, in place of what was there, and counts entries, not lines', async () => {
    answer = (response) => response.end(CSV);
    writeFileSync(target(), 'an earlier one');
    const { exporter } = exporterTo(target());
    const outcome = await exporter.run({ format: 'csv', filter: {} });
    expect(outcome).toEqual({ status: 'done', path: target(), rows: 2, bytes: Buffer.byteLength(CSV) });
    expect(readFileSync(target(), 'utf8')).toBe(CSV);
    expect(readdirSync(folder)).toEqual(['log.csv']);
    expect(exporter.lastPath()).toBe(target());
  });

  it('counts the lines of JSON Lines', async () => {
    answer = (response) => response.end('{"id":2}\n{"id":1}\n');
    expect(await exporterTo(target()).exporter.run({ format: 'jsonl', filter: {} })).toMatchObject({ rows: 2 });
  });

  it('has no name before it is whole; cancelled, it leaves nothing behind', async () => {
    const started = Promise.withResolvers<void>();
    answer = (response) => {
      response.write(CSV);
      started.resolve();
    };
    writeFileSync(target(), 'an earlier one');
    const { exporter, told } = exporterTo(target());
    const outcome = exporter.run({ format: 'csv', filter: {} });
    await started.promise;
    await expect.poll(() => told.at(-1)?.rows).toBe(2);
    expect(readFileSync(target(), 'utf8')).toBe('an earlier one');
    expect(await exporter.run({ format: 'csv', filter: {} })).toEqual({ status: 'busy' });
    exporter.cancel();
    expect(await outcome).toEqual({ status: 'cancelled' });
    expect(readdirSync(folder)).toEqual(['log.csv']);
    expect(readFileSync(target(), 'utf8')).toBe('an earlier one');
  });

  it('closing waits until nothing half is left', async () => {
    answer = (response) => void response.write(CSV);
    const { exporter, told } = exporterTo(target());
    const outcome = exporter.run({ format: 'csv', filter: {} });
    await expect.poll(() => told.at(-1)?.rows).toBe(2);
    await exporter.close();
    expect(readdirSync(folder)).toEqual([]);
    expect(await outcome).toEqual({ status: 'cancelled' });
  });

  it('that nobody wants after all asks nobody', async () => {
    const { exporter } = exporterTo(null);
    expect(await exporter.run({ format: 'csv', filter: {} })).toEqual({ status: 'cancelled' });
    expect(asked).toEqual([]);
  });
});

describe('what can go wrong', () => {
  it('the service goes away in the middle: told so, and no half file', async () => {
    answer = (response) => response.write(CSV, () => response.destroy());
    const outcome = await exporterTo(target()).exporter.run({ format: 'csv', filter: {} });
    expect(outcome).toMatchObject({ status: 'failed', problem: 'service-gone' });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('the service is not there', async () => {
    const { exporter } = exporterTo(target());
    await new Promise((closed) => service.close(closed));
    expect(await exporter.run({ format: 'csv', filter: {} })).toMatchObject({ problem: 'service-gone' });
  });

  it('the service refuses, in its own words', async () => {
    answer = (response) => {
      response.statusCode = 503;
      response.end(JSON.stringify({ success: false, error: { code: 'STORE_UNAVAILABLE', message: 'No database.' } }));
    };
    const outcome = await exporterTo(target()).exporter.run({ format: 'csv', filter: {} });
    expect(outcome).toEqual({ status: 'failed', problem: 'refused', message: 'No database.' });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('the folder is not there, or the name is a folder’s', async () => {
    answer = (response) => response.end(CSV);
    const nowhere = await exporterTo(join(folder, 'gone', 'log.csv')).exporter.run({ format: 'csv', filter: {} });
    expect(nowhere).toMatchObject({ status: 'failed', problem: 'not-writable' });
    const inTheWay = await exporterTo(folder).exporter.run({ format: 'csv', filter: {} });
    expect(inTheWay).toMatchObject({ status: 'failed', problem: 'not-writable' });
    expect(existsSync(`${folder}.part`)).toBe(false);
  });

  it.skipIf(noSmallDisk !== null)(onSmallDisk('the disk is full: told so, and its space given back'), async () => {
    const disk = mountSmallDisk('256k');
    answer = (response) => response.end('x'.repeat(1024 * 1024));
    const outcome = await exporterTo(join(disk.folder, 'log.csv')).exporter.run({ format: 'csv', filter: {} });
    expect(outcome).toMatchObject({ status: 'failed', problem: 'disk-full' });
    expect(readdirSync(disk.folder)).toEqual([]);
  });
});
