/** What the settings page is told of the settings, and what it may ask for. Values of secrets are never among it. */
import { z } from 'zod';
import type { Notice } from './ipc.ts';
import type { SettingInput } from './setting-input.ts';
import type { SettingGroup, SettingName } from './settings.ts';

/** Where a value came from, highest first. */
export const settingSources = ['command line', 'environment', 'policy', 'user', 'default'] as const;
export type SettingSource = (typeof settingSources)[number];

/** A rule between settings, where each alone is fine. */
export const settingRules = [
  'timeout-above-interval',
  'delay-below-timeout',
  'host-needs-key',
  'local-stage-or-endpoint',
] as const;
export type SettingRule = (typeof settingRules)[number];

/** Something of a settings file that was not applied; the rest of the file was. */
export interface SettingProblem {
  /** Which file: the administrator's, the user's, or one that is to be imported. */
  from: 'policy' | 'user' | 'import';
  path: string;
  /** From 1; null: the file as a whole. */
  line: number | null;
  column: number | null;
  /** As the file has it; null: there is none at that place. */
  key: string | null;
  what:
    | { kind: 'unreadable'; code: string }
    /** No JSON: what is there is applied as far as it could be read for certain. */
    | { kind: 'broken'; message: string }
    | { kind: 'set-aside'; as: string }
    /** `meant`: the setting that it was probably to be. */
    | { kind: 'unknown'; meant: SettingName | null }
    | { kind: 'twice' }
    | { kind: 'not-allowed'; name: SettingName; given: string }
    /** A secret, or a matter of the administrator or of the start alone. */
    | { kind: 'not-in-this-file'; name: SettingName }
    /** Set from above: nobody changes it here. */
    | { kind: 'fixed'; name: SettingName }
    | { kind: 'rule'; name: SettingName; rule: SettingRule };
}

export const settingValueSchema = z.union([
  z.string().max(8_192),
  z.number(),
  z.boolean(),
  z.array(z.string().max(2_048)).max(256),
]);
/** A value as it is shown and given. */
export type SettingValue = z.infer<typeof settingValueSchema>;

/** Why it cannot be changed here: set from above, or nothing that a user's settings may hold. */
export type SettingFixed =
  | { by: 'command line'; flag: string }
  | { by: 'environment'; variable: string }
  | { by: 'policy'; path: string; line: number }
  | { by: 'administrator' }
  | { by: 'start' };

export interface SettingView {
  name: SettingName;
  group: SettingGroup;
  input: SettingInput;
  source: SettingSource;
  /** What holds, or will with the next start; null: none, or a secret. */
  value: SettingValue | null;
  secret: boolean;
  fixed: SettingFixed | null;
  /** What a reset leads to. */
  fallback: SettingValue | null;
  /** The user's settings have a value for it. */
  own: boolean;
  /** Changed, and in force only with the next start. */
  waiting: boolean;
  appliesAtOnce: boolean;
}

export interface SettingsView {
  settings: SettingView[];
  problems: Notice[];
  /** Paths for showing; no policy file: null. */
  policyFile: string | null;
  userFile: string;
  restartNeeded: boolean;
}

/** The PIN of kiosk mode belongs to whoever says by policy whether there is kiosk mode. */
export const isKioskPinFixed = ({ settings }: Pick<SettingsView, 'settings'>): boolean =>
  settings.some(({ name, fixed }) => name === 'kiosk' && fixed?.by === 'policy');

export type SettingRefusal =
  | { kind: 'not-allowed' }
  | { kind: 'fixed'; fixed: SettingFixed }
  | { kind: 'rule'; rule: SettingRule };

export type SettingCheck = { ok: true } | { ok: false; refusal: SettingRefusal };
/** `saved: false`: it holds until the program ends, since the file could not be written. */
export type SettingChange = { ok: true; saved: boolean; view: SettingsView } | { ok: false; refusal: SettingRefusal };

export type SettingsExport =
  | { status: 'done'; path: string }
  | { status: 'cancelled' }
  | { status: 'failed'; message: string };

export interface ImportedChange {
  name: SettingName;
  from: SettingValue | null;
  to: SettingValue | null;
  waiting: boolean;
}
/** What applying a chosen file would do; nothing has been changed. */
export type SettingsImport =
  | { status: 'chosen'; path: string; changes: ImportedChange[]; refused: Notice[] }
  | { status: 'cancelled' }
  | { status: 'failed'; path: string; code: string };
