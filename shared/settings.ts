/**
 * Every setting once: schema, default, flag, environment variable, help text, and where it may be set.
 * Order of precedence: command line, environment, policy file, the user's settings, default (electron/settings/).
 */
import { z } from 'zod';
import { stageArnSchema, userIdSchema } from './api.ts';
import { DISCONNECT_DELAY_MS, HEARTBEAT_INTERVAL_MS, HEARTBEAT_TIMEOUT_MS, PRICE_PER_MINUTE } from './durations.ts';

export type Shell = 'electron' | 'chromium';
export const languages = ['zh-TW', 'en'] as const;
export type Language = (typeof languages)[number];

const onOff = z
  .union([z.boolean(), z.enum(['1', '0', 'true', 'false', 'yes', 'no', 'on', 'off'])])
  .transform((value) => value === true || ['1', 'true', 'yes', 'on'].includes(String(value)));
/** A number as people write it: blanks are not zero, and `0x50` and `1e3` are slips. */
const numeric = z.union([
  z.number(),
  z
    .string()
    .regex(/^-?\d+(\.\d+)?$/)
    .transform(Number),
]);
const whole = (min: number, max: number) => numeric.pipe(z.number().int().min(min).max(max));
const list = z
  .union([z.string(), z.array(z.string())])
  .transform((value) => (Array.isArray(value) ? value : value.split(',')).map((item) => item.trim()).filter(Boolean));
const origin = z.string().refine((value) => {
  if (value.includes('*')) return false; // a URL may have it, an exact origin can't
  try {
    return new URL(value).origin === value || /^[a-z][a-z0-9+.-]*:\/\/[a-z0-9.-]+$/.test(value);
  } catch {
    return false;
  }
});
const httpUrl = z.url({ protocol: /^https?$/ });

/** The parts of the settings page, in their order. */
export const settingGroups = [
  'display',
  'viewing',
  'stage',
  'tokens',
  'service',
  'records',
  'kiosk',
  'updates',
  'system',
] as const;
export type SettingGroup = (typeof settingGroups)[number];

/**
 * One row of the configuration table and of the settings page. `allowed` is what a refused value is told. The page's words
 * (label, help, what is allowed, options) are in renderer/i18n/<language>/setting-texts.json, in each language.
 */
export interface SettingDefinition<T extends z.ZodType = z.ZodType> {
  schema: T;
  env: string;
  group: SettingGroup;
  /** When a change in the console takes effect: at once, or with the next start. */
  applies: 'at-once' | 'restart';
  /**
   * Which files may hold it. Left out: the policy file and the user's settings; `policy`: the administrator's alone;
   * `none`: neither. A secret is never in a file.
   */
  files?: 'policy' | 'none';
  /** Left out: by the environment alone, since every user of a machine may read command lines. */
  flag?: string;
  argument?: string;
  allowed: string;
  help: string;
  secret?: true;
}
const setting = <T extends z.ZodType>(definition: SettingDefinition<T>) => definition;

export const settingDefinitions = {
  host: setting({
    schema: z.string().min(1).max(255).default('127.0.0.1'),
    env: 'STAGEWATCH_HOST',
    group: 'service',
    applies: 'restart',
    flag: 'host',
    argument: 'H',
    allowed: 'an address of this machine; anything but loopback needs an API key set by hand',
    help: 'Address the API listens on',
  }),
  port: setting({
    schema: whole(0, 65_535).default(8787),
    env: 'STAGEWATCH_PORT',
    group: 'service',
    applies: 'restart',
    flag: 'port',
    argument: 'P',
    allowed: 'a whole number from 0 to 65535; 0 picks a free one',
    help: 'Port of the API; the next free one is taken where it is in use',
  }),
  data: setting({
    schema: z.string().min(1).optional(),
    env: 'STAGEWATCH_DATA',
    group: 'system',
    applies: 'restart',
    files: 'policy',
    flag: 'data',
    argument: 'DIR',
    allowed: 'a folder that can be written',
    help: 'Folder of the database',
  }),
  apiKey: setting({
    schema: z
      .string()
      .min(16)
      .max(256)
      .regex(/^[\x21-\x7e]+$/)
      .optional(),
    env: 'STAGEWATCH_API_KEY',
    group: 'service',
    applies: 'restart',
    files: 'none',
    flag: 'api-key',
    argument: 'KEY',
    allowed: '16 to 256 printable ASCII characters without spaces',
    help: 'API key; a fresh one is made at each start where none is given',
    secret: true,
  }),
  localStage: setting({
    schema: onOff.optional(),
    env: 'STAGEWATCH_LOCAL_STAGE',
    group: 'stage',
    applies: 'restart',
    flag: 'local-stage',
    allowed: 'true or false',
    help: 'Run the embedded local stage; on by itself where no stage ARN is given',
  }),
  stageArn: setting({
    schema: stageArnSchema.optional(),
    env: 'STAGEWATCH_STAGE_ARN',
    group: 'stage',
    applies: 'restart',
    flag: 'stage',
    argument: 'ARN',
    allowed: 'arn:aws:ivs:REGION:ACCOUNT:stage/ID, for example arn:aws:ivs:us-west-2:123456789012:stage/AbCdEfGhIjKl',
    help: 'Stage to watch on Amazon IVS',
  }),
  stages: setting({
    schema: z.union([z.literal('all'), list.pipe(z.array(stageArnSchema))]).default([]),
    env: 'STAGEWATCH_STAGES',
    group: 'stage',
    applies: 'restart',
    flag: 'stages',
    argument: 'LIST|all',
    allowed:
      'stage ARNs, comma-separated, for example arn:aws:ivs:us-west-2:123456789012:stage/AbCdEfGhIjKl,arn:aws:ivs:ap-northeast-1:123456789012:stage/MnOpQrStUvWx; or all, for every stage of the region',
    help: 'Stages that can be watched beside that one; all = what ListStages tells. Without a stage of its own, the first is the default',
  }),
  awsRegion: setting({
    schema: z
      .string()
      .regex(/^[a-z]{2}(-[a-z]+)+-\d$/)
      .optional(),
    env: 'AWS_REGION',
    group: 'stage',
    applies: 'restart',
    flag: 'region',
    argument: 'REGION',
    allowed: 'a region such as us-west-2',
    help: 'AWS region whose stages are listed; a stage is always asked in the region of its ARN',
  }),
  awsEndpoint: setting({
    schema: httpUrl.optional(),
    env: 'STAGEWATCH_AWS_ENDPOINT',
    group: 'stage',
    applies: 'restart',
    flag: 'aws-endpoint',
    argument: 'URL',
    allowed: 'an http or https URL',
    help: 'Another endpoint for the IVS control plane (a proxy, a local stage elsewhere)',
  }),
  proxy: setting({
    schema: z
      .union([
        z.literal('none'),
        httpUrl.refine((value) => {
          const url = URL.parse(value);
          return url !== null && url.username === '' && url.password === '';
        }),
      ])
      .optional(),
    env: 'STAGEWATCH_PROXY',
    group: 'stage',
    applies: 'restart',
    flag: 'proxy',
    argument: 'URL|none',
    allowed:
      'none, or the proxy such as http://proxy.example.com:3128 without name and password, which HTTPS_PROXY in the environment may have',
    help: 'Proxy for the calls to AWS; HTTPS_PROXY and NO_PROXY of the environment where not given. none = no proxy',
  }),
  caFile: setting({
    schema: z.string().min(1).optional(),
    env: 'STAGEWATCH_CA_FILE',
    group: 'stage',
    applies: 'restart',
    files: 'policy',
    flag: 'ca-file',
    argument: 'FILE',
    allowed: 'a PEM file with one or more certificates',
    help: "Certificate authorities that the calls to AWS trust beside Node's and the system's own",
  }),
  tokenIssuer: setting({
    schema: z.enum(['auto', 'aws', 'key-pair']).default('auto'),
    env: 'STAGEWATCH_TOKEN_ISSUER',
    group: 'tokens',
    applies: 'restart',
    flag: 'token-issuer',
    argument: 'auto|aws|key-pair',
    allowed: 'auto, aws or key-pair',
    help: 'Who signs tokens: AWS (CreateParticipantToken), or a key pair here. auto = the key pair where there is one',
  }),
  publicKeyArn: setting({
    schema: z
      .string()
      .regex(/^arn:aws[-a-z]*:ivs:[a-z0-9-]{1,32}:[0-9]{12}:public-key\/[A-Za-z0-9-]{1,64}$/)
      .optional(),
    env: 'STAGEWATCH_PUBLIC_KEY_ARN',
    group: 'tokens',
    applies: 'restart',
    flag: 'public-key-arn',
    argument: 'ARN',
    allowed:
      'what "aws ivs-realtime import-public-key" answered, for example arn:aws:ivs:us-west-2:123456789012:public-key/f99cde61-c2b0-4df3-8941-ca7d38acca1a',
    help: 'Public key of the key pair, as Amazon IVS knows it',
  }),
  privateKey: setting({
    schema: z
      .string()
      .max(4_096)
      .regex(/-----BEGIN [A-Z0-9 ]+-----/)
      .optional(),
    env: 'STAGEWATCH_PRIVATE_KEY',
    group: 'tokens',
    applies: 'restart',
    files: 'none',
    allowed:
      'a P-384 private key as PEM (PKCS#8, "-----BEGIN PRIVATE KEY-----"), its line breaks as they are or as \\n; "npm run keys" makes one',
    help: 'Private key of the key pair, for the headless service; the desktop has it in the keychain ("npm run keys")',
    secret: true,
  }),
  viewerId: setting({
    schema: userIdSchema.optional(),
    env: 'STAGEWATCH_VIEWER_ID',
    group: 'viewing',
    applies: 'restart',
    flag: 'viewer-id',
    argument: 'ID',
    allowed: '1 to 128 characters',
    help: "This machine's viewer; its host name where none is given",
  }),
  awayOn: setting({
    schema: z.enum(['blur', 'hidden']).default('blur'),
    env: 'STAGEWATCH_AWAY_ON',
    group: 'viewing',
    applies: 'at-once',
    flag: 'away-on',
    argument: 'blur|hidden',
    allowed: 'blur or hidden',
    help: 'What counts as not looking: the window lost focus, or it cannot be seen',
  }),
  noInputMs: setting({
    schema: whole(0, 24 * 60 * 60 * 1000).default(0),
    env: 'STAGEWATCH_NO_INPUT_MS',
    group: 'viewing',
    applies: 'at-once',
    flag: 'no-input-ms',
    argument: 'MS',
    allowed: 'milliseconds, 0 to 86400000; 0 switches it off',
    help: 'No input for this long counts as not looking; 0 = off',
  }),
  heartbeatIntervalMs: setting({
    schema: whole(100, 600_000).default(HEARTBEAT_INTERVAL_MS),
    env: 'STAGEWATCH_HEARTBEAT_INTERVAL_MS',
    group: 'viewing',
    applies: 'at-once',
    flag: 'heartbeat-interval-ms',
    argument: 'MS',
    allowed: 'milliseconds, 100 to 600000, below the heartbeat timeout',
    help: 'A present viewer sends a heartbeat this often',
  }),
  heartbeatTimeoutMs: setting({
    schema: whole(200, 3_600_000).default(HEARTBEAT_TIMEOUT_MS),
    env: 'STAGEWATCH_HEARTBEAT_TIMEOUT_MS',
    group: 'viewing',
    applies: 'at-once',
    flag: 'heartbeat-timeout-ms',
    argument: 'MS',
    allowed: 'milliseconds, 200 to 3600000, above the heartbeat interval',
    help: 'No heartbeat for this long: the viewer is swept. Not given: twice an interval or delay of a minute or more',
  }),
  disconnectDelayMs: setting({
    schema: whole(0, 3_600_000).default(DISCONNECT_DELAY_MS),
    env: 'STAGEWATCH_DISCONNECT_DELAY_MS',
    group: 'viewing',
    applies: 'at-once',
    flag: 'disconnect-delay-ms',
    argument: 'MS',
    allowed: 'milliseconds, 0 to 3600000',
    help: 'Nobody looking for this long: disconnect. No heartbeats meanwhile, so a longer one makes the timeout longer',
  }),
  pricePerMinute: setting({
    schema: numeric.pipe(z.number().min(0).max(1000)).default(PRICE_PER_MINUTE),
    env: 'STAGEWATCH_PRICE_PER_MINUTE',
    group: 'records',
    applies: 'restart',
    flag: 'price-per-minute',
    argument: 'USD',
    allowed: 'a number from 0 to 1000',
    help: 'Price of a connected minute in US dollars',
  }),
  logDays: setting({
    schema: whole(1, 3_650).default(90),
    env: 'STAGEWATCH_LOG_DAYS',
    group: 'records',
    applies: 'restart',
    flag: 'log-days',
    argument: 'N',
    allowed: 'a whole number from 1 to 3650',
    help: 'Days for which the connection log is kept',
  }),
  logEntries: setting({
    schema: whole(1_000, 10_000_000).default(2_000_000),
    env: 'STAGEWATCH_LOG_ENTRIES',
    group: 'records',
    applies: 'restart',
    flag: 'log-entries',
    argument: 'N',
    allowed: 'a whole number from 1000 to 10000000',
    help: 'Entries of the connection log that are kept at most',
  }),
  historyDays: setting({
    schema: whole(1, 3_650).default(400),
    env: 'STAGEWATCH_HISTORY_DAYS',
    group: 'records',
    applies: 'restart',
    flag: 'history-days',
    argument: 'N',
    allowed: 'a whole number from 1 to 3650',
    help: 'Days for which sessions and costs are kept',
  }),
  backupsKept: setting({
    schema: whole(0, 366).default(7),
    env: 'STAGEWATCH_BACKUPS_KEPT',
    group: 'records',
    applies: 'restart',
    flag: 'backups-kept',
    argument: 'N',
    allowed: 'a whole number from 0 to 366; 0 = no daily backups',
    help: 'Daily backups of the database that are kept; 0 = none are made',
  }),
  rateLimit: setting({
    schema: whole(0, 1_000_000).default(20),
    env: 'STAGEWATCH_RATE_LIMIT',
    group: 'service',
    applies: 'restart',
    flag: 'rate-limit',
    argument: 'N',
    allowed: 'a whole number from 0 to 1000000; 0 = off',
    help: 'Requests a second per user, bursts of three times that; 0 = off',
  }),
  allowedOrigins: setting({
    schema: list.pipe(z.array(origin)).default([]),
    env: 'STAGEWATCH_ALLOWED_ORIGINS',
    group: 'service',
    applies: 'restart',
    flag: 'allowed-origins',
    argument: 'LIST',
    allowed: 'exact origins, comma-separated, for example https://tills.example.com',
    help: 'Origins of web pages that may call the API',
  }),
  allowedHosts: setting({
    schema: list.pipe(z.array(z.string().regex(/^[A-Za-z0-9.-]+(:\d{1,5})?$/))).default([]),
    env: 'STAGEWATCH_ALLOWED_HOSTS',
    group: 'service',
    applies: 'restart',
    flag: 'allowed-hosts',
    argument: 'LIST',
    allowed: 'host names with or without a port, comma-separated',
    help: 'Names under which the API may be called beside loopback',
  }),
  language: setting({
    schema: z.enum(['zh-TW', 'en', 'system']).default('system'),
    env: 'STAGEWATCH_LANGUAGE',
    group: 'display',
    applies: 'at-once',
    flag: 'language',
    argument: 'zh-TW|en|system',
    allowed: 'zh-TW, en or system',
    help: 'Language of the console',
  }),
  theme: setting({
    schema: z.enum(['dark', 'light', 'system']).default('dark'),
    env: 'STAGEWATCH_THEME',
    group: 'display',
    applies: 'at-once',
    flag: 'theme',
    argument: 'dark|light|system',
    allowed: 'dark, light or system',
    help: 'Theme of the console',
  }),
  notifications: setting({
    schema: onOff.default(true),
    env: 'STAGEWATCH_NOTIFICATIONS',
    group: 'display',
    applies: 'at-once',
    flag: 'notifications',
    allowed: 'true or false',
    help: "The system's notifications of the few things worth one; never in kiosk mode",
  }),
  closeToTray: setting({
    schema: onOff.default(false),
    env: 'STAGEWATCH_CLOSE_TO_TRAY',
    group: 'display',
    applies: 'at-once',
    flag: 'close-to-tray',
    allowed: 'true or false',
    help: 'Closing the window hides it in the tray; the stage is left after the disconnect delay',
  }),
  startMinimized: setting({
    schema: onOff.default(false),
    env: 'STAGEWATCH_START_MINIMIZED',
    group: 'display',
    applies: 'restart',
    flag: 'minimized',
    allowed: 'true or false',
    help: 'Start minimized, or in the tray with --close-to-tray; the stage is joined with the first look',
  }),
  kiosk: setting({
    schema: onOff.default(false),
    env: 'STAGEWATCH_KIOSK',
    group: 'kiosk',
    applies: 'restart',
    flag: 'kiosk',
    allowed: 'true or false',
    help: 'Full screen and locked down, for tills; left with a PIN (docs/kiosk.md)',
  }),
  kioskDisplay: setting({
    schema: z.string().min(1).max(128).default('primary'),
    env: 'STAGEWATCH_KIOSK_DISPLAY',
    group: 'kiosk',
    applies: 'restart',
    flag: 'kiosk-display',
    argument: 'primary|N|LABEL',
    allowed: 'primary, the number of a display from 1 on, or its label; --preflight lists them',
    help: 'Display of kiosk mode; the primary one while that is not plugged in',
  }),
  startAtLogin: setting({
    schema: onOff.optional(),
    env: 'STAGEWATCH_START_AT_LOGIN',
    group: 'kiosk',
    applies: 'at-once',
    flag: 'start-at-login',
    allowed: 'true or false',
    help: "Start when this user logs in, with this start's options (macOS: without them); left as the system has it where not given",
  }),
  supervise: setting({
    schema: onOff.optional(),
    env: 'STAGEWATCH_SUPERVISE',
    group: 'kiosk',
    applies: 'restart',
    flag: 'supervise',
    allowed: 'true or false',
    help: 'Start again by itself after a crash or a hang of the whole program; on by itself in kiosk mode',
  }),
  updates: setting({
    schema: z.enum(['off', 'announce', 'install']).default('announce'),
    env: 'STAGEWATCH_UPDATES',
    group: 'updates',
    applies: 'restart',
    flag: 'updates',
    argument: 'off|announce|install',
    allowed: 'off, announce or install',
    help: 'Newer versions of an installed Stagewatch: said in the console, or also fetched and installed while nobody watches',
  }),
  updatesUrl: setting({
    schema: httpUrl.optional(),
    env: 'STAGEWATCH_UPDATES_URL',
    group: 'updates',
    applies: 'restart',
    files: 'policy',
    flag: 'updates-url',
    argument: 'URL',
    allowed: 'an http or https URL of the folder that latest.yml lies in',
    help: 'Where newer versions are looked for; what the installer was built with where not given',
  }),
  updatesChannel: setting({
    schema: z.enum(['latest', 'beta']).default('latest'),
    env: 'STAGEWATCH_UPDATES_CHANNEL',
    group: 'updates',
    applies: 'restart',
    flag: 'updates-channel',
    argument: 'latest|beta',
    allowed: 'latest or beta',
    help: 'Which versions count: the released ones, or those before them as well',
  }),
  logLevel: setting({
    schema: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
    env: 'STAGEWATCH_LOG_LEVEL',
    group: 'system',
    applies: 'at-once',
    flag: 'log-level',
    argument: 'LEVEL',
    allowed: 'debug, info, warn, error or silent',
    help: 'How much is written to stderr',
  }),
  allowPlainTextSecrets: setting({
    schema: onOff.default(false),
    env: 'STAGEWATCH_ALLOW_PLAIN_TEXT_SECRETS',
    group: 'system',
    applies: 'restart',
    files: 'policy',
    flag: 'allow-plain-text-secrets',
    allowed: 'true or false',
    help: "Keep secrets although this system offers no keychain, that is in plain text: an administrator's decision",
  }),
  policy: setting({
    schema: z.string().min(1).optional(),
    env: 'STAGEWATCH_POLICY',
    group: 'system',
    applies: 'restart',
    files: 'none',
    flag: 'policy',
    argument: 'FILE',
    allowed: 'a JSON file, comments allowed',
    help: "The administrator's policy file, where it is not at this system's own place for it",
  }),
} as const satisfies Record<string, SettingDefinition>;

export type SettingName = keyof typeof settingDefinitions;
export const settingNameSchema = z.enum(Object.keys(settingDefinitions) as [SettingName, ...SettingName[]]);
export type Settings = { [Name in SettingName]: z.output<(typeof settingDefinitions)[Name]['schema']> };

/** What a user changes at once from the console; the rest needs a start. */
export const preferencesSchema = z.object({
  language: z.enum(['zh-TW', 'en', 'system']),
  theme: z.enum(['dark', 'light', 'system']),
  /** `system`: as the system asks for (prefers-contrast, forced-colors). */
  contrast: z.enum(['system', 'more']),
  /** Shortcuts of a single key, such as `?` and `1`; off for whoever dictates or has an unsteady hand (WCAG 2.1.4). */
  singleKeys: z.boolean(),
  volume: z.number().min(0).max(1),
  muted: z.boolean(),
  /** The stage that was chosen in the console; absent: the default. */
  stageArn: stageArnSchema.optional(),
  /** Columns of the list of participants that are not shown; none where absent. */
  hiddenColumns: z.array(z.string().max(32)).max(32).optional(),
  /** How the log tells times: absolute, in this machine's zone, where absent. */
  logTimes: z.enum(['absolute', 'relative']).optional(),
  logZone: z.enum(['local', 'utc']).optional(),
  /** The first steps: gone through or skipped, or asked for again; absent: never shown. */
  firstRun: z.enum(['done', 'again']).optional(),
});
export type Preferences = z.infer<typeof preferencesSchema>;
