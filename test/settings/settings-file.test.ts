/** A settings file's text: what is wrong is told with line, column and key, and what is certain beside it is kept. */
import { describe, expect, test } from 'vitest';
import { meantBy } from '../../electron/settings/meant.ts';
import { readSettingsText, textOf } from '../../electron/settings/settings-file.ts';

const read = (text: string) => readSettingsText(text, { from: 'policy', path: '/etc/stagewatch/policy.json' });
const valuesIn = (text: string) => Object.fromEntries([...read(text).values].map(([name, { value }]) => [name, value]));
const toldOf = (text: string) =>
  read(text).problems.map(({ line, column, key, what }) => [line, column, key, what.kind] as const);

describe('a whole file', () => {
  test('may have comments and a comma too many', () => {
    const text = `{
      // till 7
      "disconnectDelayMs": 45000, /* a short one */
      "stages": ["a", "b"],
      "localStage": true,
    }`;
    expect(valuesIn(text)).toEqual({ disconnectDelayMs: 45_000, stages: ['a', 'b'], localStage: true });
    expect(toldOf(text)).toEqual([]);
  });

  test('tells where each value stands', () => {
    const { values } = read('{\r\n  "port": 80,\r\n    "logDays": 7\r\n}');
    expect(values.get('port')).toMatchObject({ line: 2, column: 3 });
    expect(values.get('logDays')).toMatchObject({ line: 3, column: 5 });
  });

  test('may be empty of settings', () => {
    expect(read('{}')).toMatchObject({ problems: [], unknown: {} });
  });

  test('is read as editors on Windows write it: with a mark at its beginning, or in UTF-16', () => {
    const text = '{"viewerId": "收銀台"}';
    expect(textOf(Buffer.from(`\uFEFF${text}`))).toBe(text);
    expect(textOf(Buffer.from(`\uFEFF${text}`, 'utf16le'))).toBe(text);
    expect(textOf(Buffer.from(text))).toBe(text);
  });
});

test('an unknown key is told with what was probably meant, is kept apart, and the rest holds', () => {
  const file = read('{\n  "port": 80,\n  "disconectDelayMs": 1,\n  "entirelyElse": {"a": [1]}\n}');
  expect(file.problems).toMatchObject([
    { line: 3, column: 3, key: 'disconectDelayMs', what: { kind: 'unknown', meant: 'disconnectDelayMs' } },
    { line: 4, column: 3, key: 'entirelyElse', what: { kind: 'unknown', meant: null } },
  ]);
  expect(file.unknown).toEqual({ disconectDelayMs: 1, entirelyElse: { a: [1] } });
  expect([...file.values.keys()]).toEqual(['port']);
});

test('a key that is given twice is told, and the last one holds', () => {
  const text = '{\n"port": 80,\n"port": 81}';
  expect(toldOf(text)).toEqual([[3, 1, 'port', 'twice']]);
  expect(valuesIn(text)).toEqual({ port: 81 });
});

test.each([['constructor', '{"constructor": 1, "__proto__": {"port": 1}, "port": 80}']])(
  'a key such as %s is no setting',
  (_, text) => {
    expect(valuesIn(text)).toEqual({ port: 80 });
    expect(({} as Record<string, unknown>).port).toBeUndefined();
  },
);

describe('what is broken is told at its place, and only what was read for certain holds', () => {
  test.each<[string, string, object, [number | null, number | null, string | null, string][]]>([
    ['a comma that is missing', '{"port": 80\n"logDays": 7}', { port: 80, logDays: 7 }, [[2, 1, null, 'broken']]],
    ['a text that does not end', '{"viewerId": "till 7,\n"port": 80}', { port: 80 }, [[1, 14, 'viewerId', 'broken']]],
    [
      'a word that is none',
      '{"port": 80, "localStage": yes, "logDays": 7}',
      { port: 80, logDays: 7 },
      [[1, 28, 'localStage', 'broken']],
    ],
    ['a number with a zero before it', '{"logDays": 07, "port": 80}', { port: 80 }, [[1, 14, 'logDays', 'broken']]],
    ['a value that is missing', '{"logDays": , "port": 80}', { port: 80 }, [[1, 13, 'logDays', 'broken']]],
    ['a colon that is missing', '{"logDays" 7, "port": 80}', { port: 80 }, [[1, 12, 'logDays', 'broken']]],
    ['a key without quotes', '{logDays: 7, "port": 80}', { port: 80 }, [[1, 2, null, 'broken']]],
    ['a file that was cut in a number', '{"logDays": 7, "port": 87', { logDays: 7 }, [[1, 26, 'port', 'broken']]],
    [
      'a file that was cut in a text',
      '{"logDays": 7, "viewerId": "ti',
      { logDays: 7 },
      [[1, 28, 'viewerId', 'broken']],
    ],
    [
      'a file that was cut in a list',
      '{"logDays": 7, "stages": ["a", "b"',
      { logDays: 7 },
      [[1, 35, 'stages', 'broken']],
    ],
    ['a brace that is missing', '{"port": 80,\n"logDays": 7\n', { port: 80, logDays: 7 }, [[3, 1, null, 'broken']]],
    ['something behind the end', '{"port": 80}}', { port: 80 }, [[1, 13, null, 'broken']]],
    ['a list instead', '["port", 80]', {}, [[1, 1, null, 'broken']]],
    ['nothing at all', '', {}, [[1, 1, null, 'broken']]],
    ['zeros of a cut power', '\0\0\0\0', {}, [[1, 1, null, 'broken']]],
  ])('%s', (_, text, values, told) => {
    expect(valuesIn(text)).toEqual(values);
    expect(toldOf(text)).toEqual(told);
  });

  test('wherever a file is cut, no value is another than the whole file has', () => {
    const whole = '{"port": 8787, "viewerId": "till 7", "stages": ["a", "b"], "localStage": true, "logDays": 90}\n';
    const meant = valuesIn(whole);
    for (let length = 0; length < whole.length - 2; length++) {
      const cut = whole.slice(0, length);
      expect(meant, cut).toMatchObject(valuesIn(cut));
      expect(toldOf(cut), cut).not.toEqual([]);
    }
  });
});

test.each([
  ['disconect-delay-ms', 'disconnectDelayMs'],
  ['disconnect-delay-ms', 'disconnectDelayMs'],
  ['--log-days', 'logDays'],
  ['STAGEWATCH_LOG_DAYS', 'logDays'],
  ['region', 'awsRegion'],
  ['AWS_REGION', 'awsRegion'],
  ['LOGDAYS', 'logDays'],
  ['langauge', 'language'],
  ['prot', 'port'],
  ['banana', null],
  ['', null],
  ['x'.repeat(100_000), null],
])('%s was probably to be %s', (key, meant) => {
  expect(meantBy(key)).toBe(meant);
});
