/** Each row of the configuration table: default, flag, environment, precedence, and what is refused in which words. */
import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { makeKeyPair } from '../../electron/service/tokens/make-key-pair.ts';
import { helpText, isLoopback, parseSettings, SettingsError } from '../../electron/settings/parse.ts';
import { type SettingDefinition, type SettingName, type Settings, settingDefinitions } from '../../shared/settings.ts';

const ARN = 'arn:aws:ivs:us-west-2:123456789012:stage/AbCdEfGhIjKl';
const OTHER_REGION_ARN = 'arn:aws:ivs:ap-northeast-1:123456789012:stage/MnOpQrStUvWx';
const KEY = 'a-key-of-16-chars-or-more';
const KEY_ARN = 'arn:aws:ivs:us-west-2:123456789012:public-key/f99cde61-c2b0-4df3-8941-ca7d38acca1a';
const { privateKeyPem: PRIVATE_KEY, publicKeyPem: PUBLIC_KEY } = await makeKeyPair();
const keyOf = (kind: 'ec' | 'ed25519', namedCurve = 'P-384', type: 'pkcs8' | 'sec1' = 'pkcs8'): string => {
  const pair = kind === 'ec' ? generateKeyPairSync('ec', { namedCurve }) : generateKeyPairSync('ed25519');
  return pair.privateKey.export({ type, format: 'pem' }).toString();
};

interface Row {
  /** Where nothing is given. */
  fallback: unknown;
  /** Text as given, and the value it means; the first two must differ. */
  good: readonly (readonly [string, unknown])[];
  /** Refused. */
  bad: readonly string[];
  /** Settings that must go with it. */
  beside?: readonly string[];
}

const rows: Record<SettingName, Row> = {
  host: {
    fallback: '127.0.0.1',
    good: [
      ['localhost', 'localhost'],
      ['::1', '::1'],
      ['192.168.1.20', '192.168.1.20'],
    ],
    bad: ['x'.repeat(256)],
    beside: ['--api-key', KEY],
  },
  port: {
    fallback: 8787,
    good: [
      ['0', 0],
      ['65535', 65_535],
      ['80', 80],
    ],
    bad: ['65536', '-1', '80.5', 'eighty', '8787x', '１２３', ' ', '0x50', '1e3'],
  },
  data: {
    fallback: undefined,
    good: [
      ['/srv/stagewatch', '/srv/stagewatch'],
      ['資料 夾', '資料 夾'],
    ],
    bad: [],
  },
  apiKey: {
    fallback: undefined,
    good: [
      [KEY, KEY],
      ['0123456789abcdef', '0123456789abcdef'],
      ['x'.repeat(256), 'x'.repeat(256)],
    ],
    bad: ['too-short-by-15', 'x'.repeat(257), 'a key with spaces in it', 'ключключключключ'],
  },
  localStage: {
    fallback: undefined,
    good: [
      ['true', true],
      ['false', false],
      ['1', true],
      ['0', false],
      ['yes', true],
      ['no', false],
      ['on', true],
      ['off', false],
    ],
    bad: ['maybe', '2', 'TRUE '],
  },
  stageArn: {
    fallback: undefined,
    good: [
      [ARN, ARN],
      [ARN.replace('aws:', 'aws-cn:'), ARN.replace('aws:', 'aws-cn:')],
    ],
    bad: [
      'AbCdEfGhIjKl',
      ARN.slice(1),
      `${ARN}/more`,
      ARN.replace('123456789012', '12345'),
      ARN.replace('stage/', 'channel/'),
      `${ARN}\n`,
    ],
  },
  stages: {
    fallback: [],
    good: [
      [`${ARN}, ${OTHER_REGION_ARN}`, [ARN, OTHER_REGION_ARN]],
      ['all', 'all'],
      [ARN, [ARN]],
    ],
    bad: ['every', `${ARN},`.replace('stage/', 'channel/'), `${ARN} ${ARN}`, `all,${ARN}`],
  },
  awsRegion: {
    fallback: undefined,
    good: [
      ['us-west-2', 'us-west-2'],
      ['ap-northeast-1', 'ap-northeast-1'],
      ['us-gov-west-1', 'us-gov-west-1'],
    ],
    bad: ['Oregon', 'us-west', 'us_west_2', 'us-west-2.evil.example'],
  },
  awsEndpoint: {
    fallback: undefined,
    good: [
      ['http://127.0.0.1:4000', 'http://127.0.0.1:4000'],
      ['https://proxy.example.com/ivs', 'https://proxy.example.com/ivs'],
    ],
    bad: ['127.0.0.1:4000', 'ftp://example.com', 'javascript:alert(1)', 'http://'],
  },
  proxy: {
    fallback: undefined,
    good: [
      ['http://proxy.example.com:3128', 'http://proxy.example.com:3128'],
      ['https://10.0.0.7', 'https://10.0.0.7'],
      ['none', 'none'],
    ],
    // A name and a password would stand in a file and on the settings page.
    bad: ['proxy.example.com:3128', 'socks5://proxy.example.com', 'http://name:password@proxy.example.com:3128'],
  },
  caFile: {
    fallback: undefined,
    good: [
      ['/etc/ssl/company.pem', '/etc/ssl/company.pem'],
      ['company.pem', 'company.pem'],
    ],
    bad: [],
  },
  tokenIssuer: {
    fallback: 'auto',
    good: [
      ['aws', 'aws'],
      ['key-pair', 'key-pair'],
      ['auto', 'auto'],
    ],
    bad: ['key', 'AWS', 'keypair'],
  },
  publicKeyArn: {
    fallback: undefined,
    good: [
      [KEY_ARN, KEY_ARN],
      [KEY_ARN.replace('us-west-2', 'eu-central-1'), KEY_ARN.replace('us-west-2', 'eu-central-1')],
    ],
    bad: [KEY_ARN.replace('public-key', 'playback-key'), 'f99cde61-c2b0-4df3', ARN, `${KEY_ARN} `],
  },
  privateKey: {
    fallback: undefined,
    good: [
      [PRIVATE_KEY, PRIVATE_KEY],
      [PRIVATE_KEY.replaceAll('\n', '\\n'), PRIVATE_KEY.replaceAll('\n', '\\n')],
    ],
    bad: ['MIG2AgEAMBAGByqGSM49AgEGBSuBBAAiBIGeMIGb', '/etc/keys/private.pem'],
  },
  viewerId: {
    fallback: undefined,
    good: [
      ['till-7', 'till-7'],
      ['收銀台 7', '收銀台 7'],
      ['x'.repeat(128), 'x'.repeat(128)],
    ],
    bad: ['x'.repeat(129), 'half \ud800'],
  },
  awayOn: {
    fallback: 'blur',
    good: [
      ['hidden', 'hidden'],
      ['blur', 'blur'],
    ],
    bad: ['never', 'Blur'],
  },
  noInputMs: {
    fallback: 0,
    good: [
      ['60000', 60_000],
      ['86400000', 86_400_000],
    ],
    bad: ['86400001', '-1', '1.5', 'soon'],
  },
  heartbeatIntervalMs: {
    fallback: 30_000,
    good: [
      ['100', 100],
      ['59999', 59_999],
    ],
    bad: ['99', '600001', '1.5', '30s'],
  },
  heartbeatTimeoutMs: {
    fallback: 60_000,
    good: [
      ['90000', 90_000],
      ['3600000', 3_600_000],
    ],
    bad: ['199', '3600001', 'never'],
  },
  disconnectDelayMs: {
    fallback: 30_000,
    good: [
      ['0', 0],
      ['59999', 59_999],
    ],
    bad: ['-1', '3600001', 'half a minute'],
  },
  pricePerMinute: {
    fallback: 0.006,
    good: [
      ['0', 0],
      ['0.0095', 0.0095],
      ['1000', 1000],
    ],
    bad: ['-0.1', '1000.1', '$1', 'NaN', 'Infinity', ' ', '1e1'],
  },
  logDays: {
    fallback: 90,
    good: [
      ['1', 1],
      ['3650', 3_650],
    ],
    bad: ['0', '3651', '1.5', 'x'],
  },
  logEntries: {
    fallback: 2_000_000,
    good: [
      ['1000', 1_000],
      ['10000000', 10_000_000],
    ],
    bad: ['999', '10000001', '-1'],
  },
  historyDays: {
    fallback: 400,
    good: [
      ['1', 1],
      ['3650', 3_650],
    ],
    bad: ['0', '3651'],
  },
  backupsKept: {
    fallback: 7,
    good: [
      ['0', 0],
      ['366', 366],
    ],
    bad: ['-1', '367', '1.5'],
  },
  rateLimit: {
    fallback: 20,
    good: [
      ['0', 0],
      ['1000000', 1_000_000],
    ],
    bad: ['-1', '1000001', '2.5', 'off'],
  },
  allowedOrigins: {
    fallback: [],
    good: [
      ['https://tills.example.com', ['https://tills.example.com']],
      ['https://a.example, http://localhost:5173', ['https://a.example', 'http://localhost:5173']],
      ['app://tills', ['app://tills']],
    ],
    bad: [
      '*',
      'null',
      'tills.example.com',
      'https://tills.example.com/',
      'https://tills.example.com/path',
      'https://*.example.com',
    ],
  },
  allowedHosts: {
    fallback: [],
    good: [
      ['tills.example.com', ['tills.example.com']],
      ['a:8787,b.example', ['a:8787', 'b.example']],
    ],
    bad: ['*', 'http://tills.example.com', 'a/b', 'a:port'],
  },
  language: {
    fallback: 'system',
    good: [
      ['zh-TW', 'zh-TW'],
      ['en', 'en'],
    ],
    bad: ['zh', 'de'],
  },
  theme: {
    fallback: 'dark',
    good: [
      ['light', 'light'],
      ['system', 'system'],
    ],
    bad: ['blue'],
  },
  updates: {
    fallback: 'announce',
    good: [
      ['off', 'off'],
      ['install', 'install'],
      ['announce', 'announce'],
    ],
    bad: ['on', 'true', 'Install'],
  },
  updatesUrl: {
    fallback: undefined,
    good: [
      ['https://updates.example.com/stagewatch', 'https://updates.example.com/stagewatch'],
      ['http://10.0.0.7/updates/', 'http://10.0.0.7/updates/'],
    ],
    bad: ['updates.example.com', 'file:///srv/updates', 'ftp://example.com'],
  },
  updatesChannel: {
    fallback: 'latest',
    good: [
      ['beta', 'beta'],
      ['latest', 'latest'],
    ],
    bad: ['alpha', 'stable'],
  },
  logLevel: {
    fallback: 'info',
    good: [
      ['debug', 'debug'],
      ['silent', 'silent'],
    ],
    bad: ['loud', 'INFO'],
  },
  notifications: {
    fallback: true,
    good: [
      ['true', true],
      ['off', false],
    ],
    bad: ['maybe'],
  },
  closeToTray: {
    fallback: false,
    good: [
      ['true', true],
      ['off', false],
    ],
    bad: ['maybe'],
  },
  startMinimized: {
    fallback: false,
    good: [
      ['true', true],
      ['off', false],
    ],
    bad: ['maybe'],
  },
  kiosk: {
    fallback: false,
    good: [
      ['true', true],
      ['off', false],
    ],
    bad: ['maybe'],
  },
  kioskDisplay: {
    fallback: 'primary',
    good: [
      ['2', '2'],
      ['螢幕 HDMI-1', '螢幕 HDMI-1'],
    ],
    bad: ['x'.repeat(129)],
  },
  startAtLogin: {
    fallback: undefined,
    good: [
      ['true', true],
      ['false', false],
    ],
    bad: ['maybe'],
  },
  supervise: {
    fallback: undefined,
    good: [
      ['true', true],
      ['false', false],
    ],
    bad: ['maybe'],
  },
  allowPlainTextSecrets: {
    fallback: false,
    good: [
      ['true', true],
      ['off', false],
    ],
    bad: ['maybe'],
  },
  policy: {
    fallback: undefined,
    good: [
      ['/etc/stagewatch/policy.json', '/etc/stagewatch/policy.json'],
      ['./政策.json', './政策.json'],
    ],
    bad: [],
  },
};

const names = Object.keys(settingDefinitions) as SettingName[];
const definitionOf = (name: SettingName): SettingDefinition => settingDefinitions[name];
const settingsOf = (argv: readonly string[], env: Record<string, string> = {}): Settings =>
  parseSettings(argv, env).settings;

/** The setting on the command line; those without an argument are switches. */
function flagsFor(name: SettingName, text: string, meaning: unknown): string[] {
  const { flag, argument } = definitionOf(name);
  if (argument !== undefined) return [`--${flag}=${text}`];
  return [meaning === true ? `--${flag}` : `--no-${flag}`];
}

function refusalOf(argv: readonly string[], env: Record<string, string> = {}): string {
  try {
    parseSettings(argv, env);
  } catch (error) {
    expect(error).toBeInstanceOf(SettingsError);
    return (error as Error).message;
  }
  throw new Error(`was accepted: ${JSON.stringify({ argv, env })}`);
}

test('with nothing given, each setting has its default', () => {
  const { settings, sources, help, version } = parseSettings([], {});
  expect(settings).toEqual(Object.fromEntries(names.map((name) => [name, rows[name].fallback])));
  expect(sources).toEqual(Object.fromEntries(names.map((name) => [name, 'default'])));
  expect({ help, version }).toEqual({ help: false, version: false });
});

describe.each(names)('%s', (name) => {
  const { good, bad, beside = [] } = rows[name];
  const { env, flag, allowed, argument, secret } = definitionOf(name);

  test.each(good)(
    'takes %j from the environment, and from the command line unless it is for the environment alone',
    (text, meaning) => {
      if (flag !== undefined) expect(settingsOf([...flagsFor(name, text, meaning), ...beside])[name]).toEqual(meaning);
      const parsed = parseSettings(beside, { [env]: text });
      expect(parsed.settings[name]).toEqual(meaning);
      expect(parsed.sources[name]).toBe('environment');
    },
  );

  test('takes an empty variable for none', () => {
    expect(settingsOf([], { [env]: '' })[name]).toEqual(rows[name].fallback);
  });

  test.each(bad)('refuses %j, saying its name, what was given and what is allowed', (text) => {
    const shown = secret ? 'the value given' : JSON.stringify(text);
    const sentence = `${shown} is not allowed. Allowed: ${allowed}.`;
    expect(refusalOf(beside, { [env]: text })).toBe(`${env}: ${sentence}`);
    if (argument !== undefined) expect(refusalOf([`--${flag}=${text}`, ...beside])).toBe(`--${flag}: ${sentence}`);
  });

  test('is in --help with its flag, its argument, its variable and its default', () => {
    const text = helpText('npm run serve --');
    if (flag === undefined) return expect(text).toMatch(new RegExp(`^ {2}\\(environment only\\) .*\n +${env}$`, 'm'));
    expect(text).toMatch(
      new RegExp(`^ {2}--${flag}${argument === undefined ? '' : ` ${argument.replaceAll('|', '\\|')}`}  +\\S`, 'm'),
    );
    expect(text).toMatch(new RegExp(`^ +${env}$`, 'm'));
    const { fallback } = rows[name];
    const line = text.split('\n').find((each) => each.startsWith(`  --${flag} `))!;
    if (['string', 'number', 'boolean'].includes(typeof fallback)) expect(line).toContain(`[${fallback}]`);
    else expect(line).not.toContain('[');
  });
});

test.each(names.filter((name) => definitionOf(name).flag !== undefined))(
  '%s: the command line is preferred to the environment',
  (name) => {
    const { good, beside = [] } = rows[name];
    const [[text, meaning], [other]] = good as [readonly [string, unknown], readonly [string, unknown]];
    const { env } = definitionOf(name);
    const parsed = parseSettings([...flagsFor(name, text, meaning), ...beside], { [env]: other });
    expect(parsed.settings[name]).toEqual(meaning);
    expect(parsed.sources[name]).toBe('command line');
  },
);

describe('a refusal', () => {
  test('of a malformed stage ARN shows an example of a good one, and the example is good', () => {
    const message = refusalOf(['--stage', 'my-stage']);
    expect(message).toContain('--stage: "my-stage" is not allowed.');
    const example = /for example (arn:\S+?)\.$/.exec(message)?.[1];
    expect(settingsOf(['--stage', example!]).stageArn).toBe(example);
  });

  test('never shows a secret, wherever it came from', () => {
    const secret = 'hunter2 hunter2 hunter2';
    for (const message of [refusalOf(['--api-key', secret]), refusalOf([], { STAGEWATCH_API_KEY: secret })]) {
      expect(message).not.toContain('hunter2');
      expect(message).toContain('16 to 256 printable ASCII characters');
    }
  });

  test.each([
    ['another curve', keyOf('ec', 'P-256'), /on the curve prime256v1, not P-384/],
    ['another kind', keyOf('ed25519'), /of the type ed25519, not P-384/],
    ['the public half', 'public', /"PUBLIC KEY", not a private key/],
    ['SEC1', keyOf('ec', 'P-384', 'sec1'), /SEC1.*openssl pkcs8 -topk8/],
    [
      'a password',
      '-----BEGIN ENCRYPTED PRIVATE KEY-----\nc2VjcmV0LWJ5dGVz\n-----END ENCRYPTED PRIVATE KEY-----',
      /password/,
    ],
    ['damage', PRIVATE_KEY.replace(/\n.{40}/, '\n'), /damaged/],
  ])('of a private key with %s says what is wrong and what to do, and shows nothing of it', (_, pem, message) => {
    const given = pem === 'public' ? PUBLIC_KEY : pem;
    const told = refusalOf([], { STAGEWATCH_PRIVATE_KEY: given });
    expect(told).toMatch(/^STAGEWATCH_PRIVATE_KEY: /);
    expect(told).toMatch(message);
    const body = given.split('\n').filter((line) => line !== '' && !line.startsWith('-----'));
    for (const line of body) expect(told).not.toContain(line);
  });

  test('of a private key on the command line: every user of the machine could read it', () => {
    const told = refusalOf([`--private-key=${PRIVATE_KEY}`]);
    expect(told).toContain('--private-key');
    expect(told).not.toContain(PRIVATE_KEY.split('\n')[1]);
  });

  test.each([
    [['--prot', '80'], '--prot'],
    [['--port'], '--port'],
    [['--local-stage=maybe'], '--local-stage'],
    [['extra'], 'extra'],
  ])('of the arguments %j names them and points to --help', (argv, named) => {
    const message = refusalOf(argv);
    expect(message).toContain(named);
    expect(message).toContain('Run with --help to see all options.');
  });
});

describe('together', () => {
  const refusedTogether: [string, string[], Record<string, string>, RegExp][] = [
    [
      'a timeout that is not above the interval',
      ['--heartbeat-timeout-ms', '30000'],
      { STAGEWATCH_HEARTBEAT_INTERVAL_MS: '30000' },
      /STAGEWATCH_HEARTBEAT_TIMEOUT_MS \(30000\) must be above STAGEWATCH_HEARTBEAT_INTERVAL_MS \(30000\)/,
    ],
    [
      'a disconnect delay that is not below the timeout',
      ['--disconnect-delay-ms', '60000', '--heartbeat-timeout-ms', '60000'],
      {},
      /STAGEWATCH_DISCONNECT_DELAY_MS \(60000\) must be below STAGEWATCH_HEARTBEAT_TIMEOUT_MS \(60000\)/,
    ],
    [
      'an address that others reach, without a key set by hand',
      ['--host', '0.0.0.0'],
      {},
      /set STAGEWATCH_API_KEY by hand/,
    ],
    [
      'the same from the environment',
      [],
      { STAGEWATCH_HOST: '192.168.1.20' },
      /192\.168\.1\.20 can be reached from other machines/,
    ],
    [
      'a local stage and another endpoint',
      ['--local-stage', '--aws-endpoint', 'http://127.0.0.1:4000'],
      {},
      /STAGEWATCH_LOCAL_STAGE and STAGEWATCH_AWS_ENDPOINT exclude each other/,
    ],
  ];

  test.each(refusedTogether)('%s is refused', (_, argv, env, message) => {
    expect(refusalOf(argv, env)).toMatch(message);
  });

  const acceptedTogether: [string, string[]][] = [
    ['a timeout one above the interval', ['--heartbeat-timeout-ms', '30001', '--heartbeat-interval-ms', '30000']],
    ['a disconnect delay one below the timeout', ['--disconnect-delay-ms', '59999', '--heartbeat-timeout-ms', '60000']],
    ['an address that others reach, with a key', ['--host', '0.0.0.0', '--api-key', KEY]],
    ['loopback without a key', ['--host', '127.0.0.7']],
    ['no local stage and another endpoint', ['--no-local-stage', '--aws-endpoint', 'http://127.0.0.1:4000']],
  ];

  test.each(acceptedTogether)('%s is accepted', (_, argv) => {
    expect(() => parseSettings(argv, {})).not.toThrow();
  });
});

describe('a timing that was given moves only those that were not', () => {
  const timings = (argv: string[]) => {
    const { heartbeatIntervalMs, heartbeatTimeoutMs, disconnectDelayMs } = settingsOf(argv);
    return { interval: heartbeatIntervalMs, timeout: heartbeatTimeoutMs, delay: disconnectDelayMs };
  };

  test.each([
    [['--heartbeat-timeout-ms', '4000'], { timeout: 4_000, interval: 2_000, delay: 2_000 }],
    [['--heartbeat-timeout-ms', '201'], { timeout: 201, interval: 100, delay: 100 }],
    [['--heartbeat-timeout-ms', '90000'], { timeout: 90_000, interval: 30_000, delay: 30_000 }],
    [
      ['--heartbeat-timeout-ms', '4000', '--heartbeat-interval-ms', '3000'],
      { timeout: 4_000, interval: 3_000, delay: 2_000 },
    ],
    [
      ['--heartbeat-timeout-ms', '4000', '--disconnect-delay-ms', '3999'],
      { timeout: 4_000, interval: 2_000, delay: 3_999 },
    ],
    [['--heartbeat-interval-ms', '59999'], { timeout: 60_000, interval: 59_999, delay: 30_000 }],
    [['--heartbeat-interval-ms', '60000'], { timeout: 120_000, interval: 60_000, delay: 30_000 }],
    [['--disconnect-delay-ms', '60000'], { timeout: 120_000, interval: 30_000, delay: 60_000 }],
  ])('%j', (argv, expected) => {
    expect(timings(argv)).toEqual(expected);
  });
});

test.each(['127.0.0.1', '127.1.2.3', 'localhost', '::1', '[::1]'])('%s is loopback', (host) => {
  expect(isLoopback(host)).toBe(true);
});
test.each(['0.0.0.0', '::', '192.168.0.1', '127.0.0.1.example.com', 'localhost.example.com', '1270.0.1'])(
  '%s is not loopback',
  (host) => {
    expect(isLoopback(host)).toBe(false);
  },
);

test('--help and --version are told beside the settings', () => {
  expect(parseSettings(['--help'], {})).toMatchObject({ help: true, version: false });
  expect(parseSettings(['--version'], {})).toMatchObject({ help: false, version: true });
  const text = helpText('npm run serve --');
  expect(text).toMatch(/^Usage: npm run serve -- \[options\]/);
  expect(text).toContain('--help');
  expect(text).toContain('--version');
});

test.each([[['--stage']], [['--stage', '--local-stage']], [['--heartbeat-timeout-ms', '-1']]])(
  'of %j the missing value is told in plain words',
  (argv) => {
    const flag = argv[0];
    expect(() => parseSettings(argv, {})).toThrow(
      new SettingsError(
        `${flag}: its value is missing. One that begins with a dash is given as ${flag}=-1. Run with --help to see all options.`,
      ),
    );
  },
);

test('--help has every option that is taken, and how to turn a switch off', () => {
  const text = helpText('npm start --');
  expect(text).toMatch(/^ {2}--show-user-ids +\S/m);
  expect(helpText('npm run serve --', ['preflight'])).not.toContain('--show-user-ids');
  expect(text).toContain('--no-notifications');
  expect(parseSettings(['--no-notifications'], {}).settings.notifications).toBe(false);
});

test('a task is told with its argument where it takes one', () => {
  expect(parseSettings([], {})).toMatchObject({ task: null, taskArgument: '' });
  expect(parseSettings(['--preflight'], {})).toMatchObject({ task: 'preflight', taskArgument: '' });
  expect(parseSettings(['--restore', 'latest'], {})).toMatchObject({ task: 'restore', taskArgument: 'latest' });
  expect(parseSettings(['--restore=a file.db'], {})).toMatchObject({ task: 'restore', taskArgument: 'a file.db' });
  expect(() => parseSettings(['--restore'], {})).toThrow(SettingsError);
  expect(helpText('npm run serve --', ['restore'])).toContain('--restore FILE|latest');
  expect(helpText('npm run serve --', ['restore'])).not.toContain('--make-keys');
});

test('each flag and each variable means one setting', () => {
  const definitions = names.map(definitionOf);
  expect(new Set(definitions.map(({ flag }) => flag)).size).toBe(names.length);
  expect(new Set(definitions.map(({ env }) => env)).size).toBe(names.length);
});
