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
    const sameInBoth = new Set(['API', 'SDK', 'AWS', 'English', '中文', '{{value}} kbit/s']);
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
      ['people', 'connections'],
      ['person', 'connection'],
      ['people', 'connections'],
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

/** Text in JSX that no catalogue knows: between tags, or in an attribute that is spoken. */
function hardCoded(node: unknown, found: string[] = []): string[] {
  if (Array.isArray(node)) for (const each of node) hardCoded(each, found);
  else if (typeof node === 'object' && node !== null) {
    const { type, value, name } = node as Node;
    if (type === 'JSXText' && /\p{L}/u.test(String(value))) found.push(String(value).trim());
    if (type === 'JSXAttribute' && SPOKEN.has(String(name?.name))) {
      const text = (value as Node | null)?.type === 'Literal' ? String((value as Node).value) : '';
      if (/\p{L}/u.test(text)) found.push(text);
    }
    for (const child of Object.values(node)) if (typeof child === 'object') hardCoded(child, found);
  }
  return found;
}

describe('the components', () => {
  it.each(sources().filter((file) => file.endsWith('.tsx')))('speak through the catalogues alone: %s', (file) => {
    const found = hardCoded(parseAst(readFileSync(file, 'utf8'), { lang: 'tsx' }));
    expect(found.filter((text) => !NAMES.has(text))).toEqual([]);
  });

  it('would be caught', () => {
    const bad = 'const A = () => <p title="Hello">Some words {x} <b aria-label={t("k")}>…</b></p>;';
    expect(hardCoded(parseAst(bad, { lang: 'tsx' }))).toEqual(['Hello', 'Some words']);
  });
});
