import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createUpdateFeed, type UpdateChannel } from '../../../electron/desktop/updates/feed.ts';
import { updaterOnNode } from './updater-on-node.ts';

const INSTALLER = randomBytes(300_000);
const SHA512 = createHash('sha512').update(INSTALLER).digest('base64');
const quiet = { info() {}, warn() {}, error() {}, debug() {} };

/** As electron-builder writes it. */
const channelFile = (version: string, { sha512 = SHA512, more = '' } = {}): string => `version: ${version}
files:
  - url: Stagewatch-${version}.AppImage
    sha512: ${sha512}
    size: ${INSTALLER.length}
path: Stagewatch-${version}.AppImage
sha512: ${sha512}
${more}releaseDate: '2026-11-22T10:00:00.000Z'
`;

let server: Server;
let url: string;
let folder: string;
let asked: string[];
/** What the server answers under a path; the channel files by their first word, since each system has its own. */
let published: Record<string, string | Buffer | ((response: ServerResponse) => void)>;

beforeEach(async () => {
  vi.stubEnv('APPIMAGE', '/opt/Stagewatch-1.0.0.AppImage');
  folder = mkdtempSync(join(tmpdir(), 'stagewatch-updates-'));
  writeFileSync(
    join(folder, 'app-update.yml'),
    'provider: generic\nurl: https://no-feed.invalid/\nupdaterCacheDirName: stagewatch-updater\n',
  );
  asked = [];
  published = {};
  server = createServer((request, response) => {
    const path = new URL(request.url!, 'http://feed').pathname.slice('/stagewatch/'.length);
    asked.push(path);
    const answer = published[path.replace(/^(latest|beta)\b.*\.yml$/, '$1')];
    if (answer === undefined) response.writeHead(404).end();
    else if (typeof answer === 'function') answer(response);
    else response.end(answer);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/stagewatch`;
});

afterEach(async () => {
  vi.unstubAllEnvs();
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
  rmSync(folder, { recursive: true, force: true });
});

function open({ version = '1.0.0', channel = 'latest' as UpdateChannel } = {}) {
  const updater = updaterOnNode(version, folder);
  return { updater, feed: createUpdateFeed(updater, { url, channel, log: quiet }) };
}

describe('a feed on a web server, read by electron-updater', () => {
  test('tells a newer version, and none where it is the same or an older one', async () => {
    published.latest = channelFile('1.0.1');
    expect(await open().feed.check()).toBe('1.0.1');
    expect(await open({ version: '1.0.1' }).feed.check()).toBeNull();
    expect(await open({ version: '2.0.0' }).feed.check()).toBeNull();
  });

  test('has a channel of its own for what comes before a release', async () => {
    published.latest = channelFile('1.0.1');
    published.beta = channelFile('1.1.0-beta.2');
    expect(await open({ channel: 'beta' }).feed.check()).toBe('1.1.0-beta.2');
    expect(await open().feed.check()).toBe('1.0.1');
    expect(await open({ version: '1.1.0-beta.2' }).feed.check()).toBeNull(); // no way back to an older one
  });

  test('is rolled out in stages: to those whose number, drawn once, lies within the percentage', async () => {
    published.latest = channelFile('1.0.1', { more: 'stagingPercentage: 25\n' });
    const drawn = (last: string) => writeFileSync(join(folder, '.updaterId'), `7c29d8ba-2a8c-5d4f-9c1d-0000${last}`);
    drawn('3fffffff'); // just below a quarter of all
    expect(await open().feed.check()).toBe('1.0.1');
    drawn('40000001');
    expect(await open().feed.check()).toBeNull();
    published.latest = channelFile('1.0.1', { more: 'stagingPercentage: 0\n' });
    drawn('00000000');
    expect(await open().feed.check()).toBeNull();
  });

  test('that is not there, or is no such file, is an error', async () => {
    await expect(open().feed.check()).rejects.toThrow(/Cannot find channel/);
    published.latest = '<html>Please log in</html>';
    await expect(open().feed.check()).rejects.toThrow();
  });

  test('is only asked by a check: nothing is fetched by itself', async () => {
    published.latest = channelFile('1.0.1');
    await open().feed.check();
    expect(asked.filter((path) => !path.endsWith('.yml'))).toEqual([]);
  });
});

describe('a download', () => {
  const pending = () => join(folder, 'stagewatch-updater/pending');

  test('brings the whole installer, checked by its hash', async () => {
    published.latest = channelFile('1.0.1');
    published['Stagewatch-1.0.1.AppImage'] = INSTALLER;
    const { feed } = open();
    await feed.check();
    await feed.download().done;
    expect(readFileSync(join(pending(), 'Stagewatch-1.0.1.AppImage')).equals(INSTALLER)).toBe(true);
  });

  test('of something else than was announced is refused, and nothing of it is kept', async () => {
    published.latest = channelFile('1.0.1', { sha512: createHash('sha512').update('another').digest('base64') });
    published['Stagewatch-1.0.1.AppImage'] = INSTALLER;
    const { feed } = open();
    await feed.check();
    await expect(feed.download().done).rejects.toThrow(/checksum mismatch/);
    expect(existsSync(pending()) ? readdirSync(pending()).filter((name) => name.endsWith('.AppImage')) : []).toEqual(
      [],
    );
  });

  test('takes no more from the line once it is stopped, and can be begun again', async () => {
    published.latest = channelFile('1.0.1');
    const large = Buffer.alloc(64_000_000);
    const begun = new Promise<ServerResponse>((resolve) => {
      published['Stagewatch-1.0.1.AppImage'] = (response) => {
        response.writeHead(200, { 'content-length': large.length });
        response.write(large.subarray(0, 1000), () => resolve(response));
      };
    });
    const { feed } = open();
    await feed.check();
    const download = feed.download();
    const stopped = expect(download.done).rejects.toThrow(/cancel/i);
    const response = await begun;
    download.stop();
    await stopped;
    const sent = new Promise<'all sent'>((resolve) => response.end(large.subarray(1000), () => resolve('all sent')));
    const second = new Promise<'held up'>((resolve) => setTimeout(() => resolve('held up'), 1_000));
    expect(await Promise.race([sent, second])).toBe('held up');

    published['Stagewatch-1.0.1.AppImage'] = INSTALLER;
    await feed.download().done;
    expect(existsSync(join(pending(), 'Stagewatch-1.0.1.AppImage'))).toBe(true);
  });
});

test('an ordinary end of the program installs nothing, unless that was said', () => {
  const { updater, feed } = open();
  expect(updater.autoInstallOnAppQuit).toBe(false);
  expect(updater.autoDownload).toBe(false);
  expect(updater.allowDowngrade).toBe(false);
  feed.installOnQuit(true);
  expect(updater.autoInstallOnAppQuit).toBe(true);
  feed.installOnQuit(false);
  expect(updater.autoInstallOnAppQuit).toBe(false);
});
