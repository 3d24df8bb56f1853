import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FileSet } from 'electron-builder';
import { describe, expect, test } from 'vitest';
import { channelOf, FUSES, packagingConfiguration, surroundingsOf } from '../../packaging/electron-builder.ts';
import { readFuses, wrongFuses } from '../../scripts/lib/fuses.ts';
import { at } from '../../scripts/lib/paths.ts';
import { standInBinary } from '../../scripts/lib/stand-in-dist.ts';

const configuration = packagingConfiguration(surroundingsOf({}));

describe('the configuration of the installers', () => {
  test('makes NSIS for all users that can be silent, dmg, AppImage and deb, with version, system and architecture in the name', () => {
    const targets = (['win', 'mac', 'linux'] as const).map((system) =>
      (configuration[system]!.target as { target: string; arch: string[] }[]).map(({ target, arch }) => [
        target,
        ...arch,
      ]),
    );
    expect(targets).toEqual([
      [['nsis', 'x64']],
      [
        ['dmg', 'x64', 'arm64'],
        ['zip', 'x64', 'arm64'],
      ],
      [
        ['AppImage', 'x64', 'arm64'],
        ['deb', 'x64', 'arm64'],
      ],
    ]);
    expect(configuration.nsis).toMatchObject({ perMachine: true, oneClick: false, deleteAppDataOnUninstall: false });
    for (const part of ['version', 'os', 'arch', 'ext']) expect(configuration.artifactName).toContain(`\${${part}}`);
  });

  test('packs one native binary per system, and each of them is there for each architecture', () => {
    const systems = [
      ['win', 'win32'],
      ['mac', 'darwin'],
      ['linux', 'linux'],
    ] as const;
    for (const [system, platform] of systems) {
      const [database, ...more] = configuration[system]!.files as FileSet[];
      expect(more).toEqual([]);
      const binaries = (database!.filter as string[]).filter((pattern) => pattern.includes('prebuilds'));
      expect(binaries).toEqual([`prebuilds/${platform}-\${arch}.node`]);
      for (const { arch } of configuration[system]!.target as { arch: string[] }[]) {
        for (const name of arch) {
          expect(existsSync(at(`node_modules/better-sqlite3/prebuilds/${platform}-${name}.node`)), name).toBe(true);
        }
      }
    }
  });

  test('names only icons and entitlements that are there', () => {
    for (const path of [
      configuration.win!.icon,
      configuration.mac!.icon,
      configuration.linux!.icon,
      configuration.mac!.entitlements,
    ]) {
      expect(existsSync(at(path as string)), String(path)).toBe(true);
    }
  });

  test('collects and rebuilds no dependency', async () => {
    expect(await (configuration.beforeBuild as () => Promise<boolean>)()).toBe(false);
  });

  test('takes feed, home page and maintainer from the surroundings; without a feed its address leads nowhere', () => {
    const given = packagingConfiguration(
      surroundingsOf({
        STAGEWATCH_UPDATES_URL: 'https://updates.example.com/stagewatch',
        STAGEWATCH_HOMEPAGE: 'https://example.com',
        STAGEWATCH_MAINTAINER: 'Shop <it@example.com>',
      }),
    );
    expect(given.publish).toMatchObject([{ provider: 'generic', url: 'https://updates.example.com/stagewatch' }]);
    expect(given.extraMetadata).toMatchObject({
      updatesUrl: 'https://updates.example.com/stagewatch',
      homepage: 'https://example.com',
    });
    expect(given.linux!.maintainer).toBe('Shop <it@example.com>');
    expect(configuration.publish).toMatchObject([{ url: 'https://no-feed.invalid/' }]);
    expect(configuration.extraMetadata).not.toHaveProperty('updatesUrl');
  });

  test("asks Apple's notary only where its keys are given", () => {
    expect(configuration.mac!.notarize).toBe(false);
    expect(packagingConfiguration(surroundingsOf({ APPLE_API_KEY: '/key.p8' })).mac!.notarize).toBe(true);
    expect(packagingConfiguration(surroundingsOf({ APPLE_APP_SPECIFIC_PASSWORD: 'abcd' })).mac!.notarize).toBe(true);
  });

  test('publishes a version on the channel that it names', () => {
    expect(channelOf('1.2.0')).toBe('latest');
    expect(channelOf('1.2.0-beta.3')).toBe('beta');
  });
});

describe('the fuses of a binary, read back from its file', () => {
  /** In the order of Electron's fuses; the seventh and the ninth are left as they come. */
  const AS_CONFIGURED = '010011001';

  test('are as configured', async () => {
    await withBinary(standInBinary(AS_CONFIGURED), async (path) => {
      expect(await readFuses(path)).toEqual(FUSES);
      expect(await wrongFuses(path)).toEqual([]);
    });
  });

  test('are told apart one by one: as Electron delivers them, all but none are wrong', async () => {
    await withBinary(standInBinary(), async (path) => {
      expect(await wrongFuses(path)).toEqual(Object.keys(FUSES));
    });
  });

  test('a fuse that this Electron no longer has is wrong as well', async () => {
    await withBinary(standInBinary('r10011001'), async (path) => {
      expect(await readFuses(path)).toMatchObject({ runAsNode: null });
      expect(await wrongFuses(path)).toContain('runAsNode');
    });
  });

  test('a file without any is no Electron', async () => {
    await withBinary(Buffer.from('nothing of the kind'), async (path) => {
      await expect(readFuses(path)).rejects.toThrow(/sentinel/i);
    });
  });

  async function withBinary(content: Buffer, look: (path: string) => Promise<void>): Promise<void> {
    const folder = mkdtempSync(join(tmpdir(), 'stagewatch-fuses-'));
    try {
      writeFileSync(join(folder, 'app'), content);
      await look(join(folder, 'app'));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
});
