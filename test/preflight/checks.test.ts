/** What a preflight looks at on the machine itself, each on real ports, folders and sockets. */
import { readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { checkCodecs, checkKeychain } from '../../electron/desktop/shell-checks.ts';
import { checkAutostart } from '../../electron/preflight/autostart.ts';
import { checkDataFolder } from '../../electron/preflight/data-folder.ts';
import { checkDisplays } from '../../electron/preflight/displays.ts';
import { checkPort } from '../../electron/preflight/port.ts';
import { checkUdp } from '../../electron/preflight/udp.ts';
import { openStore } from '../../electron/service/store/open.ts';
import type { SecretsStatus } from '../../shared/secrets.ts';
import { tempFolder } from '../service/support/temp-folder.ts';

const never = new AbortController().signal;

describe('the port', () => {
  async function listen(body: string): Promise<number> {
    const server = createServer((_request, response) => response.end(body));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    return (server.address() as AddressInfo).port;
  }

  test('that is free, or to be picked', async () => {
    expect(await checkPort('127.0.0.1', 0, never)).toMatchObject({ status: 'ok' });
  });

  test('that another Stagewatch has: which one', async () => {
    const port = await listen(JSON.stringify({ success: true, data: { version: '9.9.9', uptimeSeconds: 12 } }));
    const found = await checkPort('127.0.0.1', port, never);
    expect(found).toMatchObject({ status: 'warning', details: { port, owner: 'Stagewatch 9.9.9' } });
    expect(found.message.en).toContain('Stagewatch 9.9.9');
    expect(found.message['zh-TW']).toContain('Stagewatch 9.9.9');
  });

  test('that somebody else has: the start takes the next one, so it is a warning', async () => {
    const found = await checkPort('127.0.0.1', await listen('hello'), never);
    expect(found).toMatchObject({ status: 'warning', details: { error: 'EADDRINUSE' } });
    expect(found.message.en).toContain('another program');
    expect(found.remedy?.en).toContain('--port');
  });

  test('of an address that is not of this machine', async () => {
    const found = await checkPort('192.0.2.1', 0, never);
    expect(found).toMatchObject({ status: 'failed', details: { error: 'EADDRNOTAVAIL' } });
    expect(found.remedy?.en).toContain('--host');
  });
});

describe('the data folder', () => {
  test('that can be written and whose database opens', async () => {
    expect(await checkDataFolder(join(tempFolder(), 'new'))).toMatchObject({ status: 'ok' });
  });

  test('that is none', async () => {
    const file = join(tempFolder(), 'file');
    writeFileSync(file, '');
    const found = await checkDataFolder(join(file, 'folder'));
    expect(found).toMatchObject({ status: 'failed', details: { error: 'ENOTDIR' } });
    expect(found.remedy?.['zh-TW']).toContain('--data');
  });

  test('whose database a running Stagewatch has open', async () => {
    const folder = tempFolder();
    const store = await openStore({ dataDir: folder });
    onTestFinished(() => store.close());
    expect(await checkDataFolder(folder)).toMatchObject({ status: 'warning', details: { error: 'in-use' } });
  });

  test('whose database is damaged: it is set aside, and said', async () => {
    const folder = tempFolder();
    const store = await openStore({ dataDir: folder });
    await store.close();
    const database = readdirSync(folder).find((name) => name.endsWith('.sqlite'))!;
    writeFileSync(join(folder, database), 'this is no database '.repeat(1_000));
    expect(await checkDataFolder(folder)).toMatchObject({
      status: 'warning',
      details: { setAside: expect.any(String) },
    });
  });
});

test('UDP: a datagram passes from one socket of this machine to another', async () => {
  expect(await checkUdp(never)).toMatchObject({ status: 'ok' });
});

describe('the keychain', () => {
  const of = (status: Partial<SecretsStatus>) =>
    checkKeychain({
      status: async () => ({
        backend: 'gnome_libsecret',
        refusal: null,
        secrets: { 'aws-credentials': { state: 'absent' }, 'private-key': { state: 'absent' } },
        ...status,
      }),
    });

  test('that works', async () => {
    expect(await of({})).toMatchObject({ status: 'ok', details: { backend: 'gnome_libsecret' } });
  });

  test('that is none: all but saving works, so it is a warning', async () => {
    const found = await of({ refusal: 'plain-text', backend: 'basic_text' });
    expect(found).toMatchObject({ status: 'warning', details: { error: 'plain-text' } });
    expect(found.remedy?.en).toContain('GNOME Keyring');
  });

  test('that does not answer', async () => {
    expect(await of({ refusal: 'unavailable' })).toMatchObject({ status: 'warning' });
  });

  test('that cannot read what it kept', async () => {
    const state = { state: 'unreadable', reason: 'undecipherable', keptBy: 'kwallet6', savedAt: '' } as const;
    const found = await of({ secrets: { 'aws-credentials': state, 'private-key': { state: 'absent' } } });
    expect(found).toMatchObject({ status: 'warning', details: { secret: 'aws-credentials' } });
  });
});

describe('codecs', () => {
  const of = (abilities: Partial<{ supported: boolean; video: string[]; audio: string[] }>) =>
    checkCodecs(async () => ({ supported: true, video: ['VP8', 'H264'], audio: ['opus'], ...abilities }));

  test('H.264 and Opus are what is needed', async () => {
    expect(await of({})).toMatchObject({ status: 'ok' });
  });

  test.each([
    [{ video: ['VP8', 'VP9'] }, 'H264'],
    [{ audio: ['PCMU'] }, 'opus'],
    [{ supported: false }, 'WebRTC'],
  ])('%o: %s is missing', async (abilities, missing) => {
    const found = await of(abilities);
    expect(found.status).toBe('failed');
    expect(found.message.en).toContain(`${missing} is missing`);
  });
});

describe('the displays', () => {
  const displays = [
    { id: 7, label: 'DP-1', size: { width: 1920, height: 1080 } },
    { id: 8, label: '客顯', size: { width: 1024, height: 768 } },
  ];

  test('are listed as --kiosk-display takes them', () => {
    for (const wanted of ['2', '客顯'])
      expect(checkDisplays(displays, 7, wanted)).toMatchObject({
        status: 'ok',
        message: { en: 'Kiosk mode is on display 2' },
        details: { displays: '1: DP-1 1920×1080 (primary); 2: 客顯 1024×768', kioskDisplay: wanted },
      });
  });

  test('of which the wanted one is missing: kiosk mode goes on without it, so it is a warning', () => {
    const found = checkDisplays(displays, 7, 'HDMI-9');
    expect(found.status).toBe('warning');
    expect(found.message.en).toContain('"HDMI-9"');
    expect(found.remedy?.['zh-TW']).toContain('2: 客顯');
  });
});

describe('start at login', () => {
  const of = (wanted: boolean | undefined, state: 'on' | 'off' | 'blocked' | 'foreign') =>
    checkAutostart(wanted, { where: '/conf/autostart/stagewatch.desktop', state: async () => state });

  test.each([
    [true, 'on'],
    [undefined, 'on'],
    [false, 'off'],
    [undefined, 'off'],
    [false, 'blocked'],
    [undefined, 'foreign'],
  ] as const)('wanted %s and %s: nothing is wrong, and the state is told', async (wanted, state) => {
    expect(await of(wanted, state)).toMatchObject({ status: 'ok', details: { state } });
  });

  test.each([
    [true, 'off', 'not set up for this user yet'],
    [true, 'blocked', 'switched off in the system'],
    [true, 'foreign', 'left alone'],
    [false, 'on', 'switched off in the settings'],
  ] as const)('wanted %s and %s is a warning', async (wanted, state, words) => {
    const found = await of(wanted, state);
    expect(found).toMatchObject({ status: 'warning', details: { wanted, state } });
    expect(found.message.en).toContain(words);
    expect(found.remedy?.en).not.toBe('');
  });

  test('that cannot be read is a warning with the system’s code', async () => {
    const refused = Object.assign(new Error('refused'), { code: 'EACCES' });
    const found = await checkAutostart(true, { where: '/conf', state: () => Promise.reject(refused) });
    expect(found).toMatchObject({ status: 'warning', details: { state: 'EACCES' } });
  });
});
