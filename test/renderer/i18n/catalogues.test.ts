import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseAst } from 'vite';
import { describe, expect, it } from 'vitest';
import { issuerAdvices } from '../../../electron/service/tokens/issuer.ts';
import { createI18n } from '../../../renderer/i18n/index.ts';
import { logSources, logTypes } from '../../../shared/log.ts';
import { languages } from '../../../shared/settings.ts';
import { stageLeftReasons } from '../../../shared/stage-events.ts';
import { awayReasons, endReasons } from '../../../shared/viewing.ts';

const RENDERER = resolve(import.meta.dirname, '../../../renderer');
type Tree = { [key: string]: string | Tree };
const catalogue = (language: string): Tree => {
  const folder = join(RENDERER, 'i18n', language);
  const parts = readdirSync(folder).map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Tree);
  return Object.assign({}, ...parts);
};

const flat = (tree: Tree, prefix = ''): Array<[string, string]> =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[prefix + key, value] as [string, string]] : flat(value, `${prefix}${key}.`),
  );
/** English has a text for one and one for more, Chinese the one for all. */
const singular = (text: string) => text.replace(/_(one|other)$/, '');
const hasWords = (text: string) => /\p{L}/u.test(text.replace(/\{\{\w+\}\}/g, ''));
const variables = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();

describe('the catalogues', () => {
  const english = new Map(flat(catalogue('en')));
  const chinese = new Map(flat(catalogue('zh-TW')));

  it('have the same keys', () => {
    const texts = (all: Map<string, string>) => [...new Set([...all.keys()].map(singular))].sort();
    expect(texts(chinese)).toEqual(texts(english));
  });

  it('fill the same values into each text', () => {
    const chineseOf = (key: string) => chinese.get(key) ?? chinese.get(key.replace(/_one$/, '_other')) ?? '';
    for (const [key, text] of english) expect(variables(chineseOf(key)), key).toEqual(variables(text));
  });

  it('leave no text empty, and none in the wrong language', () => {
    const sameInBoth = new Set(['Stagewatch', 'API', 'SDK', 'AWS', 'English', '中文', '{{value}} kbit/s']);
    for (const [key, text] of chinese) {
      expect(text, key).not.toBe('');
      if (!sameInBoth.has(text) && hasWords(text)) expect(text, key).toMatch(/\p{Script=Han}/u);
    }
    for (const [key, text] of english) {
      expect(text, key).not.toBe('');
      if (!sameInBoth.has(text)) expect(text, key).not.toMatch(/\p{Script=Han}/u);
    }
  });

  it.each(languages)('have words for all that can happen, in %s', (language) => {
    const { exists } = createI18n(language);
    const needed = [
      ...logTypes.map((type) => `logType.${type}`),
      ...logSources.map((source) => `logSource.${source}`),
      ...awayReasons.flatMap((reason) => [`awayReason.${reason}`, `reason.${reason}`]),
      ...endReasons.flatMap((reason) => [
        `reason.${reason}`,
        ...['title', 'body', 'action'].map((part) => `overlay.ended.${reason}.${part}`),
      ]),
      ...issuerAdvices.map((advice) => `reason.${advice}`),
      ...stageLeftReasons.map((reason) => `reason.${reason}`),
    ];
    expect(needed.filter((key) => !exists(key))).toEqual([]);
  });

  it('count in English', () => {
    const { t } = createI18n('en');
    const counted = [0, 1, 2].map((count) => [t('header.people', { count }), t('header.connections', { count })]);
    expect(counted).toEqual([
      ['people', 'connections in all'],
      ['person', 'connection in all'],
      ['people', 'connections in all'],
    ]);
    const inChinese = createI18n('zh-TW').t;
    expect(inChinese('header.people', { count: 1 })).toBe(inChinese('header.people', { count: 2 }));
  });

  it('have no text that nothing uses', () => {
    const source = sources()
      .map((file) => readFileSync(file, 'utf8'))
      .join('\n');
    /** Keys that are put together: `t(\`live.${state}\`)` uses all below `live.`. */
    const families = [...source.matchAll(/`([a-zA-Z.]+)\.\$\{/g)].map(([, prefix]) => `${prefix}.`);
    const unused = [...english.keys()].filter(
      (key) => !source.includes(`'${singular(key)}'`) && !families.some((family) => key.startsWith(family)),
    );
    expect(unused).toEqual([]);
  });
});

const sources = (): string[] =>
  readdirSync(RENDERER, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => join(RENDERER, file));

/** Attributes whose text a user sees or hears. */
const SPOKEN = new Set(['aria-label', 'aria-valuetext', 'alt', 'title', 'label', 'placeholder', 'description', 'hint']);
/** The product's name is the same in every language. */
const NAMES = new Set(['Stagewatch']);

interface Node {
  type: string;
  value?: unknown;
  name?: { name?: string };
  [child: string]: unknown;
}

/** Properties of an element through which a script speaks. */
const SPOKEN_PROPERTIES = new Set(['textContent', 'innerText', 'title', 'placeholder', 'alt', 'ariaLabel']);

/** What an expression may amount to, as far as it is written out: `x ? 'Yes' : 'No'`, `${n} people`. */
function writtenOut(expression: unknown): string[] {
  const { type, ...parts } = (expression ?? { type: 'none' }) as Node;
  switch (type) {
    case 'Literal':
      return typeof parts.value === 'string' ? [parts.value] : [];
    case 'TemplateLiteral':
      return [
        ...(parts.quasis as Node[]).map(({ value }) => String((value as { cooked: string }).cooked)),
        ...(parts.expressions as unknown[]).flatMap(writtenOut),
      ];
    case 'ConditionalExpression':
      return [parts.consequent, parts.alternate].flatMap(writtenOut);
    case 'LogicalExpression':
    case 'BinaryExpression':
      return parts.operator === '+' || type === 'LogicalExpression'
        ? [parts.left, parts.right].flatMap(writtenOut)
        : [];
    case 'ParenthesizedExpression':
    case 'TSAsExpression':
    case 'JSXExpressionContainer':
      return writtenOut(parts.expression);
    default:
      return [];
  }
}

/** Text that no catalogue knows: between tags, in an attribute that is spoken, or put into an element by a script. */
function hardCoded(node: unknown, found: string[] = []): string[] {
  const say = (texts: string[]) => {
    for (const text of texts) if (/\p{L}/u.test(text)) found.push(text.trim());
  };
  if (Array.isArray(node)) for (const each of node) hardCoded(each, found);
  else if (typeof node === 'object' && node !== null) {
    const { type, value, name, children, left, right, callee, arguments: given } = node as Node;
    if (type === 'JSXText') say([String(value)]);
    if (type === 'JSXElement' || type === 'JSXFragment') {
      for (const child of children as Node[]) if (child.type === 'JSXExpressionContainer') say(writtenOut(child));
    }
    if (type === 'JSXAttribute' && SPOKEN.has(String(name?.name))) say(writtenOut(value));
    if (type === 'AssignmentExpression') {
      const property = (left as Node).property as Node | undefined;
      if (SPOKEN_PROPERTIES.has(String(property?.name))) say(writtenOut(right));
    }
    if (type === 'CallExpression' && String(((callee as Node).property as Node | undefined)?.name) === 'setAttribute') {
      const [attribute, text] = given as Node[];
      if (SPOKEN.has(String(attribute?.value))) say(writtenOut(text));
    }
    for (const child of Object.values(node)) if (typeof child === 'object') hardCoded(child, found);
  }
  return found;
}

describe('the sources', () => {
  it.each(sources())('speak through the catalogues alone: %s', (file) => {
    const found = hardCoded(parseAst(readFileSync(file, 'utf8'), { lang: file.endsWith('x') ? 'tsx' : 'ts' }));
    expect(found.filter((text) => !NAMES.has(text))).toEqual([]);
  });

  it.each([
    ['const A = () => <p title="Hello">Some words {x} <b aria-label={t("k")}>…</b></p>;', ['Hello', 'Some words']],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is source text to look through
    ['const A = () => <p aria-label={`${n} people`}>{x ? "Yes" : t("no")}</p>;', ['people', 'Yes']],
    ['const A = () => <>{n > 1 && "Several"}{"$"}{x === "a" ? 1 : 2}</>;', ['Several']],
    [
      'element.textContent = "Gone" + x; element.setAttribute("aria-label", "Chart"); element.id = "a";',
      ['Gone', 'Chart'],
    ],
  ])('would be caught: %s', (bad, found) => {
    expect(hardCoded(parseAst(bad, { lang: 'tsx' })).sort()).toEqual(found.sort());
  });
});
