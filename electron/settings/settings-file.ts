/** The text of a settings file (the policy, the user's, one to import) into values with their places. */
import { readFileSync } from 'node:fs';
import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { type SettingName, settingDefinitions } from '../../shared/settings.ts';
import type { SettingProblem } from '../../shared/settings-view.ts';
import { meantBy } from './meant.ts';

/** A value as a file has it; whether it is allowed is asked when the layers are put together. */
export interface PlacedValue {
  value: unknown;
  /** From 1, of the key. */
  line: number;
  column: number;
}

export interface SettingsFile {
  from: SettingProblem['from'];
  /** For showing. */
  path: string;
  values: ReadonlyMap<SettingName, PlacedValue>;
  /** Keys that are no settings of this version. */
  unknown: Readonly<Record<string, unknown>>;
  problems: SettingProblem[];
}

type Origin = Pick<SettingsFile, 'from' | 'path'>;

/**
 * One JSON object of settings by their names, comments and trailing commas allowed. What is broken is told with its place,
 * and what was read for certain beside it is kept.
 */
export function readSettingsText(text: string, origin: Origin): SettingsFile {
  const values = new Map<SettingName, PlacedValue>();
  const unknown: Record<string, unknown> = {};
  const problems: SettingProblem[] = [];
  const placeOf = places(text);
  const say = (offset: number, key: string | null, what: SettingProblem['what']) =>
    problems.push({ ...origin, ...placeOf(offset), key, what });

  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  const properties = root?.type === 'object' ? (root.children ?? []) : [];
  const untold = sayBroken(errors, properties, say);
  if (root !== undefined && root.type !== 'object' && errors.length === 0) {
    say(root.offset, null, { kind: 'broken', message: 'an object is expected: { … }' });
  }

  for (const property of properties) {
    const [keyNode, valueNode] = property.children ?? [];
    if (keyNode === undefined || valueNode === undefined || !untold(property)) continue;
    const key = String(keyNode.value);
    const value = plainValue(valueNode);
    if (!isSettingName(key)) {
      unknown[key] = value;
      say(property.offset, key, { kind: 'unknown', meant: meantBy(key) });
      continue;
    }
    // As everywhere in JSON the last one counts.
    if (values.has(key)) say(property.offset, key, { kind: 'twice' });
    values.set(key, { value, ...placeOf(property.offset) });
  }
  return { ...origin, values, unknown, problems };
}

/** A file that is there and cannot be read. */
export const unreadableFile = (origin: Origin, code: string): SettingsFile => ({
  ...origin,
  values: new Map(),
  unknown: {},
  problems: [{ ...origin, line: null, column: null, key: null, what: { kind: 'unreadable', code } }],
});

export const isSettingName = (key: string): key is SettingName => Object.hasOwn(settingDefinitions, key);

/**
 * Tells what is broken: once for each property that it touches, whose value is then not certain (`87` may be the half of
 * `8787`), and else the first of all. Returns whether a property is whole.
 */
function sayBroken(
  errors: readonly ParseError[],
  properties: readonly Node[],
  say: (offset: number, key: string | null, what: SettingProblem['what']) => void,
): (property: Node) => boolean {
  const touched = new Map<Node | null, ParseError>();
  for (const error of errors) {
    const property = properties.find((each) => touches(error, each)) ?? null;
    if (!touched.has(property)) touched.set(property, error);
  }
  for (const [property, { error, offset }] of touched) {
    if (property === null && touched.size > 1) continue;
    const key = property?.children?.[0]?.value;
    say(offset, typeof key === 'string' ? key : null, { kind: 'broken', message: WORDS[printParseErrorCode(error)] });
  }
  return (property) => !touched.has(property);
}

function touches({ error, offset }: ParseError, property: Node): boolean {
  // A comma that is missing before a property says nothing of that property.
  if (offset === property.offset && printParseErrorCode(error) === 'CommaExpected') return false;
  return offset >= property.offset && offset <= property.offset + property.length;
}

const WORDS: Record<ReturnType<typeof printParseErrorCode>, string> = {
  InvalidSymbol: 'an unknown word (texts stand in double quotes)',
  InvalidNumberFormat: 'not a number',
  PropertyNameExpected: 'a key in double quotes is missing',
  ValueExpected: 'a value is missing',
  ColonExpected: 'a colon is missing',
  CommaExpected: 'a comma is missing',
  CloseBraceExpected: 'the closing } is missing',
  CloseBracketExpected: 'the closing ] is missing',
  EndOfFileExpected: 'something follows the closing }',
  InvalidCommentToken: 'not a comment',
  UnexpectedEndOfComment: 'a comment does not end',
  UnexpectedEndOfString: 'a text does not end',
  UnexpectedEndOfNumber: 'a number does not end',
  InvalidUnicode: 'an invalid \\u escape',
  InvalidEscapeCharacter: 'an invalid \\ escape (write \\\\ for a backslash)',
  InvalidCharacter: 'an invalid character',
  '<unknown ParseErrorCode>': 'not JSON',
};

function plainValue(node: Node): unknown {
  switch (node.type) {
    case 'array':
      return (node.children ?? []).map(plainValue);
    case 'object':
      return Object.fromEntries(
        (node.children ?? []).map(({ children = [] }) => [
          String(children[0]?.value),
          children[1] === undefined ? null : plainValue(children[1]),
        ]),
      );
    default:
      return node.value;
  }
}

/** Line and column of an offset, both from 1. */
function places(text: string): (offset: number) => { line: number; column: number } {
  return (offset) => {
    const before = text.slice(0, offset).split(/\r\n|\r|\n/);
    return { line: before.length, column: before.at(-1)!.length + 1 };
  };
}

/**
 * Of a file that need not be there.
 * @returns its text; null: there is none; or the system's code of why it cannot be read
 */
export function readIfThere(path: string): { text: string } | { code: string } | null {
  try {
    return { text: textOf(readFileSync(path)) };
  } catch (error) {
    const { code = 'UNKNOWN' } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ENOTDIR' ? null : { code };
  }
}

/** As editors on Windows write it: with a byte order mark, or in UTF-16. */
export function textOf(bytes: Buffer): string {
  const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  return bytes.toString(utf16 ? 'utf16le' : 'utf8').replace(/^\uFEFF/, '');
}
