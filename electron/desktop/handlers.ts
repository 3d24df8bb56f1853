import { hostname } from 'node:os';
import { app, clipboard, shell as desktopShell } from 'electron';
import type { ConnectionTestData } from '../../shared/api.ts';
import { apiCallNames } from '../../shared/api-calls.ts';
import type { ApiResult, Hello, Notice } from '../../shared/ipc.ts';
import type { Language, Settings, Shell } from '../../shared/settings.ts';
import type { ApiAnswer, ApiClient } from '../api-client/api-client.ts';
import type { Backend } from '../backend.ts';
import type { ViewingSession } from '../viewing/session.ts';
import { aboutHandlers } from './about.ts';
import type { InvokeHandlers } from './answer-invoke.ts';
import type { LogExporter } from './export.ts';
import { consoleOnly } from './kiosk/console-only.ts';
import { type KioskHandlerDeps, kioskHandlers } from './kiosk/kiosk-handlers.ts';
import type { LiveFeed } from './live-feed.ts';
import type { PreferencesStore } from './preferences.ts';
import { type SecretHandlerDeps, secretHandlers } from './secret-handlers.ts';
import { type SettingsHandlerDeps, settingsHandlers } from './settings-handlers.ts';
import { openStageConsole } from './stage-console.ts';
import { bundleHandlers, type SupportBundles } from './support-bundles.ts';

export interface HandlerDeps {
  api: ApiClient;
  backend: Pick<Backend, 'apiUrl' | 'apiKey' | 'stageArn' | 'localStage' | 'replaceSavedCredentials'>;
  notices: readonly Notice[];
  preferences: PreferencesStore;
  language(): Language;
  viewing: ViewingSession;
  live: Pick<LiveFeed, 'onPageReady'>;
  exporter: LogExporter;
  secrets: SecretHandlerDeps['secrets'];
  tryConnection(stageArn: string): Promise<ConnectionTestData>;
  bundles: SupportBundles;
  settings: SettingsHandlerDeps;
  kiosk: KioskHandlerDeps;
  /** The page gave its sign of life. */
  onAlive(): void;
}

const shell: Shell = process.versions.electron === undefined ? 'chromium' : 'electron';

/** Who this machine is among the viewers: by default its host name, so that a hundred tills are told apart. */
export const viewerIdOf = (settings: Pick<Settings, 'viewerId'>): string =>
  settings.viewerId ?? (hostname() || 'viewer');

/** What the console may ask of the main process. */
export function createHandlers(deps: HandlerDeps): InvokeHandlers {
  const { api, backend, notices, preferences, language, viewing, live, exporter, secrets } = deps;
  const hello = (): Hello => ({
    version: app.getVersion(),
    shell,
    language: language(),
    preferences: preferences.get(),
    fixedPreferences: (['language', 'theme'] as const).filter(deps.settings.settings.isFixed),
    apiUrl: backend.apiUrl,
    stageArn: backend.stageArn,
    localStage: backend.localStage,
    kiosk: deps.kiosk.kiosk.isActive(),
    notices: [...notices],
    viewing: viewing.view(),
  });
  return consoleOnly(deps.kiosk.kiosk.isActive, {
    'app:hello': hello,
    'app:alive': () => {
      deps.onAlive();
      return undefined;
    },
    'app:set-preferences': (change) => preferences.set(change),
    'app:copy-api-key': async () => {
      await clipboard.writeText(backend.apiKey);
      return undefined;
    },
    'app:open-stage-console': async ({ stageArn }) => {
      await openStageConsole(stageArn, (url) => desktopShell.openExternal(url));
      return undefined;
    },
    'viewing:ready': (support) => {
      live.onPageReady();
      viewing.rendererReady(support);
      return undefined;
    },
    'viewing:stage-event': (event) => {
      viewing.stageEvent(event);
      return undefined;
    },
    'viewing:panel': ({ onScreen }) => {
      viewing.attention({ type: 'panel', onScreen });
      return undefined;
    },
    'viewing:intent': ({ intent }) => {
      viewing.intent(intent);
      return undefined;
    },
    'viewing:choose-stage': ({ stageArn }) => {
      preferences.set({ stageArn });
      viewing.chooseStage(stageArn);
      return undefined;
    },
    'connection:try': ({ stageArn }) =>
      deps.tryConnection(stageArn).then(
        (data) => ({ ok: true as const, data }),
        (error: Error) => ({ ok: false as const, code: 'INTERNAL', message: error.message }),
      ),
    'log:export': (request) => exporter.run(request),
    'log:cancel-export': () => {
      exporter.cancel();
      return undefined;
    },
    'log:show-export': () => {
      const path = exporter.lastPath();
      if (path !== null) desktopShell.showItemInFolder(path);
      return undefined;
    },
    ...kioskHandlers(deps.kiosk),
    ...settingsHandlers(deps.settings),
    ...aboutHandlers(shell),
    ...bundleHandlers(deps.bundles),
    ...secretHandlers({ secrets, onAwsCredentials: backend.replaceSavedCredentials }),
    ...apiHandlers(api),
  });
}

type ApiHandlers = Pick<InvokeHandlers, Extract<keyof InvokeHandlers, `api:${string}`>>;

/** One handler for each call of shared/api-calls.ts: the console asks, the main process has the key. */
const apiHandlers = (api: ApiClient): ApiHandlers =>
  Object.fromEntries(
    apiCallNames.map((name) => [`api:${name}`, async (input: never) => toResult(await api.call(name, input))]),
  ) as unknown as ApiHandlers;

const toResult = <T>(answer: ApiAnswer<T>): ApiResult<T> =>
  answer.ok ? answer : { ok: false, code: answer.code, message: answer.message };
