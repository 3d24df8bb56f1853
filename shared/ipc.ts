/**
 * The one map of all channels between the main process and the renderer. The main side (desktop/ipc.ts),
 * the preload and `window.stagewatch` derive their types from it; payloads from the renderer are validated by it.
 */
import { z } from 'zod';
import {
  type ConnectionTestData,
  logExportFormats,
  logFilterSchema,
  type ParticipantEvent,
  type PresenceEvent,
  type StageEvent,
  type StatusEvent,
  stageArnSchema,
} from './api.ts';
import { type ApiCallData, type ApiCallInput, type ApiCallName, apiCallNames, apiCalls } from './api-calls.ts';
import { type KioskStatus, kioskExits, kioskPinSchema, type PinAnswer, type SetPinAnswer } from './kiosk.ts';
import type { LogEntry } from './log.ts';
import { awsCredentialsInputSchema, type SaveSecretResult, type SecretsStatus, secretNames } from './secrets.ts';
import type { Language, Preferences, Shell } from './settings.ts';
import { preferencesSchema, settingNameSchema } from './settings.ts';
import {
  type SettingChange,
  type SettingCheck,
  type SettingsExport,
  type SettingsImport,
  type SettingsView,
  settingValueSchema,
} from './settings-view.ts';
import { type StageCommand, stageEventSchema } from './stage-events.ts';
import type { About, BundleOpening, BundleOutcome, BundleProgress, OpenedBundle } from './support-bundle.ts';
import { type ViewingView, viewingIntents } from './viewing.ts';

/** What the renderer needs to draw its first frame. */
export interface Hello {
  version: string;
  shell: Shell;
  /** The language of the system or of the setting, already resolved. */
  language: Language;
  preferences: Preferences;
  /** Set by command line, environment or policy: the user has no say. */
  fixedPreferences: ('language' | 'theme')[];
  /** Base URL of the API, for showing; the key stays in the main process. */
  apiUrl: string;
  stageArn: string | null;
  localStage: boolean;
  /** Full screen and locked down; `kiosk:active` tells when that ends. */
  kiosk: boolean;
  /** What happened at the start and the user should know: a taken port, a database set aside, … */
  notices: Notice[];
  viewing: ViewingView;
}

/** `kind` picks the text in the catalogue, `values` fill it. */
export interface Notice {
  kind:
    | 'port-taken'
    | 'database-set-aside'
    | 'database-restored'
    | 'database-another'
    | 'database-upgraded-alone'
    | 'no-video-support'
    | 'data-folder-temporary'
    | UpdateNotice
    | SettingsNotice;
  values: Record<string, string | number>;
}

/** A newer version is there; `coming`: it is installed by itself (electron/desktop/updates/). */
export type UpdateNotice = 'update-there' | 'update-coming';

/** What is not applied of a settings file (electron/settings/problem-words.ts). */
export type SettingsNotice = `settings-${
  | 'unreadable'
  | 'broken'
  | 'broken-key'
  | 'set-aside'
  | 'unknown'
  | 'unknown-meant'
  | 'twice'
  | 'not-allowed'
  | 'not-in-this-file'
  | 'fixed'
  | 'rule'}`;

/** An answer of the API as the renderer gets it: data, or the error's code with a message in the user's language. */
export type ApiResult<T> = { ok: true; data: T } | { ok: false; code: string; message: string };

const nothing = z.undefined();

/** Renderer → main, answered. `payload` validates what comes in. */
const ownChannels = {
  'app:hello': { payload: nothing },
  /** The page still runs: told every second by the preload. */
  'app:alive': { payload: nothing },
  'app:set-preferences': { payload: preferencesSchema.partial() },
  /** Puts the API key on the clipboard: it never enters the page. */
  'app:copy-api-key': { payload: nothing },
  /** Shows a stage in the AWS console, in the system's browser; the page names the stage, never an address. */
  'app:open-stage-console': { payload: z.object({ stageArn: stageArnSchema }) },
  'settings:view': { payload: nothing },
  /** Whether a value would be taken; nothing changes. */
  'settings:check': { payload: z.object({ name: settingNameSchema, value: settingValueSchema }) },
  /** null: the user's own value goes. */
  'settings:change': { payload: z.object({ name: settingNameSchema, value: settingValueSchema.nullable() }) },
  /** Asks where to, then writes them, without secrets. */
  'settings:export': { payload: nothing },
  /** Asks for a file and tells what it would change; `settings:apply-import` does it. */
  'settings:choose-import': { payload: nothing },
  'settings:apply-import': { payload: nothing },
  /** Leaves the stage, ends and starts again. */
  'settings:restart': { payload: nothing },
  /** The test of a connection to a stage on Amazon IVS that is not in use (yet). */
  'connection:try': { payload: z.object({ stageArn: stageArnSchema }) },
  'secrets:status': { payload: nothing },
  /** Into the keychain, and in use from then on; nothing of it ever comes back. */
  'secrets:save-aws-credentials': { payload: awsCredentialsInputSchema },
  'secrets:forget': { payload: z.object({ name: z.enum(secretNames) }) },
  /** The renderer's stage is ready to obey (after load and after each reload). */
  'viewing:ready': { payload: z.object({ supported: z.boolean() }) },
  'viewing:stage-event': { payload: stageEventSchema },
  /** The viewer's panel came on screen, or left it (another page of the console). */
  'viewing:panel': { payload: z.object({ onScreen: z.boolean() }) },
  'viewing:intent': { payload: z.object({ intent: z.enum(viewingIntents) }) },
  /** Leaves the present stage and watches this one, now and at later starts. */
  'viewing:choose-stage': { payload: z.object({ stageArn: stageArnSchema }) },
  'kiosk:status': { payload: nothing },
  /** Leaves kiosk mode if the PIN is right; any text is, where none was set. */
  'kiosk:exit': { payload: z.object({ pin: z.string().max(12), to: z.enum(kioskExits) }) },
  /** The page anew, for whoever sees that something is wrong. */
  'kiosk:reload': { payload: nothing },
  /** Outside kiosk mode; null: removed. `currentPin` counts as a try, and is any text where none was set. */
  'kiosk:set-pin': { payload: z.object({ pin: kioskPinSchema.nullable(), currentPin: z.string().max(12) }) },
  /** Asks where to, then writes what the filter finds; answered when that has come to its end. */
  'log:export': { payload: z.object({ format: z.enum(logExportFormats), filter: logFilterSchema }) },
  'log:cancel-export': { payload: nothing },
  /** Shows the last exported file in its folder. */
  'log:show-export': { payload: nothing },
  'app:about': { payload: nothing },
  /** The licence of one package inside the program. */
  'app:license': { payload: z.object({ name: z.string().max(214), version: z.string().max(64) }) },
  /** Asks where to, then writes a support bundle; answered when that has come to its end. */
  'bundle:make': { payload: z.object({ showUserIds: z.boolean() }) },
  'bundle:cancel': { payload: nothing },
  /** Shows the last bundle in its folder. */
  'bundle:show': { payload: nothing },
  /** Asks for a file; what is in it is kept for reading until the next one, or `bundle:close`. */
  'bundle:open': { payload: nothing },
  /** The opened one; null: none is. */
  'bundle:opened': { payload: nothing },
  /** A page of its log, newest first, from 0 on. */
  'bundle:entries': { payload: z.object({ page: z.number().int().min(0).max(1_000) }) },
  'bundle:close': { payload: nothing },
} as const satisfies Record<string, { payload: z.ZodType }>;

type ApiChannel = `api:${ApiCallName}`;
/** Every invoke channel with the schema of its payload: the console's own, and one for each call of the API. */
export const invokeChannels = {
  ...ownChannels,
  ...Object.fromEntries(apiCallNames.map((name) => [`api:${name}`, { payload: apiCalls[name].input }])),
} as typeof ownChannels & { [N in ApiCallName as `api:${N}`]: { payload: (typeof apiCalls)[N]['input'] } };

/** How an export came to its end; `path` is for showing. */
export type ExportOutcome =
  | { status: 'done'; path: string; rows: number; bytes: number }
  | { status: 'cancelled' }
  | { status: 'busy' }
  | {
      status: 'failed';
      problem: 'disk-full' | 'not-writable' | 'service-gone' | 'refused';
      /** What the service or the system said. */
      message: string;
    };

export interface ExportProgress {
  /** Where it goes, for showing. */
  path: string;
  rows: number;
  bytes: number;
}

export type InvokeResults = {
  'app:hello': Hello;
  'app:alive': undefined;
  'app:set-preferences': Preferences;
  'app:copy-api-key': undefined;
  'app:open-stage-console': undefined;
  'settings:view': SettingsView;
  'settings:check': SettingCheck;
  'settings:change': SettingChange;
  'settings:export': SettingsExport;
  'settings:choose-import': SettingsImport;
  'settings:apply-import': SettingChange;
  'settings:restart': undefined;
  'connection:try': ApiResult<ConnectionTestData>;
  'secrets:status': SecretsStatus;
  'secrets:save-aws-credentials': SaveSecretResult;
  'secrets:forget': SecretsStatus;
  'viewing:ready': undefined;
  'viewing:stage-event': undefined;
  'viewing:panel': undefined;
  'viewing:intent': undefined;
  'viewing:choose-stage': undefined;
  'kiosk:status': KioskStatus;
  'kiosk:exit': PinAnswer;
  'kiosk:reload': undefined;
  'kiosk:set-pin': SetPinAnswer;
  'log:export': ExportOutcome;
  'log:cancel-export': undefined;
  'log:show-export': undefined;
  'app:about': About;
  /** null: there is no such package in it. */
  'app:license': string | null;
  'bundle:make': BundleOutcome;
  'bundle:cancel': undefined;
  'bundle:show': undefined;
  'bundle:open': BundleOpening;
  'bundle:opened': OpenedBundle | null;
  'bundle:entries': LogEntry[];
  'bundle:close': undefined;
} & { [C in ApiChannel]: ApiResult<ApiCallData<C extends `api:${infer N extends ApiCallName}` ? N : never>> };

export type InvokeChannel = keyof typeof invokeChannels;
export type InvokePayload<C extends InvokeChannel> = z.input<(typeof invokeChannels)[C]['payload']>;
export type { ApiCallData, ApiCallInput, ApiCallName };

/** Main → renderer, unanswered. */
export interface SendPayloads {
  'viewing:view': ViewingView;
  'viewing:command': StageCommand;
  'live:presence': PresenceEvent;
  /** Rows of the list of participants that changed, the newest word on each. */
  'live:participants': ParticipantEvent[];
  'live:log': LogEntry[];
  /** Somebody began or ceased to publish, or that is not known any more. */
  'live:stage': StageEvent;
  /** Whether the service can keep what it must; told also while it cannot be logged. */
  'live:status': StatusEvent;
  /** The event stream's state; `false`: what is shown grows stale. */
  'live:connected': boolean;
  'app:notice': Notice;
  /** Language or theme were changed elsewhere. */
  'app:preferences': Preferences;
  'kiosk:active': boolean;
  'export:progress': ExportProgress;
  'bundle:progress': BundleProgress;
}
export type SendChannel = keyof SendPayloads;
export const sendChannels = [
  'viewing:view',
  'viewing:command',
  'live:presence',
  'live:participants',
  'live:log',
  'live:stage',
  'live:status',
  'live:connected',
  'app:notice',
  'app:preferences',
  'kiosk:active',
  'export:progress',
  'bundle:progress',
] as const satisfies readonly SendChannel[];

/** `window.stagewatch`, as the preload exposes it. */
export interface Bridge {
  /** Rejects with an Error whose message is safe to show when the payload is refused. */
  invoke<C extends InvokeChannel>(
    channel: C,
    ...payload: InvokePayload<C> extends undefined ? [] : [InvokePayload<C>]
  ): Promise<InvokeResults[C]>;
  /** Returns its disposer. The listener gets the payload alone, never Electron's event. */
  on<C extends SendChannel>(channel: C, listener: (payload: SendPayloads[C]) => void): () => void;
}
