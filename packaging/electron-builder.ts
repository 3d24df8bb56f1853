import { createRequire } from 'node:module';
import type { Configuration, FileSet } from 'electron-builder';

const { version } = createRequire(import.meta.url)('../package.json') as { version: string };

/** What the surroundings give a build: where its updates will lie, who stands behind its packages. */
export interface PackagingSurroundings {
  /** Folder on a web server that holds latest.yml and the installers; without one the build looks for no updates. */
  feedUrl?: string | undefined;
  /** Web page of the project, named in the Linux packages. */
  homepage?: string | undefined;
  /** `Name <mail@example.com>` of whoever answers for the Debian package. */
  maintainer?: string | undefined;
  /** macOS: whether Apple's notary is asked; needs its keys (docs/packaging.md). */
  notarize?: boolean | undefined;
}

export const surroundingsOf = (env: NodeJS.ProcessEnv): PackagingSurroundings => ({
  feedUrl: env.STAGEWATCH_UPDATES_URL || undefined,
  homepage: env.STAGEWATCH_HOMEPAGE || undefined,
  maintainer: env.STAGEWATCH_MAINTAINER || undefined,
  notarize: Boolean(env.APPLE_API_KEY || env.APPLE_APP_SPECIFIC_PASSWORD),
});

/** Reserved by RFC 2606: leads nowhere. electron-updater wants its file to be there, with or without a feed. */
const NO_FEED = 'https://no-feed.invalid/';
/** A Debian package wants one. */
const NO_HOMEPAGE = 'https://no-homepage.invalid/';

/** Electron's own switches, set in its binary before it is signed. */
export const FUSES = {
  runAsNode: false,
  enableCookieEncryption: true,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  enableEmbeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
  grantFileProtocolExtraPrivileges: false,
} as const;

/** All that goes into app.asar beside the database: the bundles in `out/` need no other package. */
const FILES = [
  'package.json',
  'out/main/**',
  '!out/main/serve.js', // the headless service runs on Node, which this package is not (see FUSES)
  'out/preload/**',
  'out/renderer/**',
  'out/licenses.json',
  'assets/test-card.*',
];
/** Of the database its JavaScript and one binary: the platform's own. Its licence is in the list of all. */
const database = (platform: NodeJS.Platform): FileSet => ({
  from: 'node_modules/better-sqlite3',
  to: 'node_modules/better-sqlite3',
  filter: [
    'package.json',
    'lib/**',
    '!lib/{darwin,linux,linuxmusl,win32}-*.js', // entries for those who name their platform
    `prebuilds/${platform}-\${arch}.node`,
  ],
});

/** How the installers are made: electron-builder's configuration, as an object so that tests read what builds read. */
export function packagingConfiguration(surroundings: PackagingSurroundings): Configuration {
  const { feedUrl, homepage, maintainer, notarize = false } = surroundings;
  return {
    appId: 'app.stagewatch.desktop',
    productName: 'Stagewatch',
    copyright: 'Copyright © 2026 Stagewatch, MIT License',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: electron-builder fills these in
    artifactName: 'Stagewatch-${version}-${os}-${arch}.${ext}',
    directories: { output: 'dist', buildResources: 'packaging' },
    files: FILES,
    asar: true,
    asarUnpack: ['**/*.node'],
    // The dependencies are in the bundles, and the native one brings its binaries: nothing is collected, nothing rebuilt.
    beforeBuild: async () => false,
    extraResources: [
      { from: 'LICENSE', to: 'LICENSE.txt' },
      { from: 'out/THIRD-PARTY-LICENSES.txt', to: 'THIRD-PARTY-LICENSES.txt' },
    ],
    // The program's own two languages; the shell's menus and dialogs need no others.
    electronLanguages: ['en-US', 'zh-TW'],
    // An unsigned app for Apple's processors must be signed anew, if only for itself, once its fuses are set.
    electronFuses: { ...FUSES, resetAdHocDarwinSignature: true },
    extraMetadata: {
      author: 'Stagewatch',
      homepage: homepage ?? NO_HOMEPAGE,
      desktopName: 'stagewatch.desktop', // by this name a Linux desktop finds the window's icon
      ...(feedUrl && { updatesUrl: feedUrl }), // read by electron/desktop/updates/wanted.ts
    },
    publish: [{ provider: 'generic', url: feedUrl ?? NO_FEED, channel: channelOf(version) }],
    generateUpdatesFilesForAllChannels: true,
    win: {
      target: [{ target: 'nsis', arch: ['x64'] }],
      icon: 'packaging/icons/icon.ico',
      files: [database('win32')],
    },
    nsis: {
      // For all users of the machine, and `/S` asks nothing: an administrator's roll-out.
      oneClick: false,
      perMachine: true,
      allowToChangeInstallationDirectory: true,
      installerLanguages: ['en_US', 'zh_TW'],
      deleteAppDataOnUninstall: false,
    },
    mac: {
      // The dmg is for people, the zip is what updates are made of.
      target: [
        { target: 'dmg', arch: ['x64', 'arm64'] },
        { target: 'zip', arch: ['x64', 'arm64'] },
      ],
      category: 'public.app-category.business',
      icon: 'packaging/icons/icon.icns',
      files: [database('darwin')],
      hardenedRuntime: true,
      entitlements: 'packaging/entitlements.mac.plist',
      entitlementsInherit: 'packaging/entitlements.mac.plist',
      notarize,
    },
    linux: {
      target: [
        { target: 'AppImage', arch: ['x64', 'arm64'] },
        { target: 'deb', arch: ['x64', 'arm64'] },
      ],
      category: 'AudioVideo',
      icon: 'packaging/icons/linux',
      executableName: 'stagewatch',
      desktop: { entry: { StartupWMClass: 'stagewatch' } },
      synopsis: 'Console for Amazon IVS Real-Time stages',
      files: [database('linux')],
      maintainer: maintainer ?? 'Stagewatch <root@localhost>',
    },
  };
}

/** Channel of a version: `1.2.0` is on latest, `1.2.0-beta.3` on beta. */
export const channelOf = (of: string): string => /-([a-z]+)/i.exec(of)?.[1] ?? 'latest';
