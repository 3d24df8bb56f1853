import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { resolveLayers } from '../../electron/settings/layers.ts';
import { readSettingsText } from '../../electron/settings/settings-file.ts';
import { at } from '../../scripts/lib/paths.ts';
import { type SettingDefinition, settingDefinitions } from '../../shared/settings.ts';
import { anchorsIn, codeIn, headingLevels, linksIn } from './markdown.ts';

const documents = [
  'README.md',
  ...readdirSync(at('docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];
const textOf = (path: string): string => readFileSync(at(path), 'utf8');
const translated = documents.filter((path) => path.endsWith('.zh-TW.md'));
const originalOf = (path: string): string => path.replace('.zh-TW.md', '.md');

describe('the documents', () => {
  it.each(documents)('%s links to what is there', (path) => {
    const broken = linksIn(textOf(path)).filter((link) => !/^https?:/.test(link) && !leadsSomewhere(path, link));
    expect(broken).toEqual([]);
  });

  it('for packagers and operators are there in both languages', () => {
    expect(translated.map(originalOf)).toEqual(['docs/operating.md', 'docs/rollout.md']);
  });

  it.each(translated)('%s has the sections, tables, code and pictures of the English one', (path) => {
    expect(shapeOf(path)).toEqual(shapeOf(originalOf(path)));
  });
});

describe('the README', () => {
  it('says of each package why it is there', () => {
    const { dependencies, devDependencies } = JSON.parse(textOf('package.json'));
    const readme = textOf('README.md');
    const packages = Object.keys({ ...dependencies, ...devDependencies }).filter((name) => !name.startsWith('@types/'));
    expect(packages.filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
  });
});

describe.each(['docs/rollout.md', 'docs/rollout.zh-TW.md'])('the examples of %s', (path) => {
  it('have a policy of which everything is applied', () => {
    const [example = ''] = codeIn(textOf(path), 'jsonc');
    const policy = readSettingsText(example, { from: 'policy', path: 'policy.json' });
    const { problems, sources } = resolveLayers({ commandLine: {}, environment: {}, policy, user: null });
    expect([...policy.problems, ...problems]).toEqual([]);
    expect(policy.values.size).toBeGreaterThan(5);
    for (const name of policy.values.keys()) expect(sources[name]).toBe('policy');
  });

  it('name every setting whose name is not its flag in camel case', () => {
    const odd = Object.entries<SettingDefinition>(settingDefinitions).filter(
      ([name, { flag }]) => flag !== undefined && camelCase(flag) !== name,
    );
    expect(odd).not.toEqual([]);
    for (const [name, { flag }] of odd) expect(textOf(path)).toMatch(new RegExp(`\`--${flag}\`[^\`]{1,4}\`${name}\``));
  });

  it('speak of settings and variables that there are', () => {
    const variables = Object.values<SettingDefinition>(settingDefinitions).map(({ env }) => env);
    const named = [...textOf(path).matchAll(/\bSTAGEWATCH_[A-Z_]+/g)].map(([variable]) => variable);
    expect(named.filter((variable) => !variables.includes(variable))).toEqual([]);
  });

  it('show the unit and the agent that are there to be copied, without their comments', () => {
    const unit = textOf('packaging/service/stagewatch.service').replaceAll(/^#.*\n/gm, '');
    expect(codeIn(textOf(path), 'ini')[0]).toBe(unit);
    const agent = textOf('packaging/service/app.stagewatch.desktop.plist').replaceAll(/^<!--.*-->\n/gm, '');
    expect(codeIn(textOf(path), 'xml')[0]).toBe(agent);
  });

  it('are the same code in both languages, comments aside', () => {
    for (const language of ['ini', 'xml', 'powershell']) {
      expect(codeIn(textOf(path), language)).toEqual(codeIn(textOf('docs/rollout.md'), language));
    }
  });
});

function leadsSomewhere(path: string, link: string): boolean {
  const [file = '', anchor] = link.split('#', 2);
  const target = file === '' ? path : join(dirname(path), file);
  if (!existsSync(at(target))) return false;
  return anchor === undefined || anchorsIn(textOf(target)).includes(decodeURIComponent(anchor));
}

function shapeOf(path: string): unknown {
  const text = textOf(path);
  const links = linksIn(text);
  return {
    headings: headingLevels(text),
    tableRows: text.match(/^\|/gm)?.length,
    codeBlocks: text.match(/^```/gm)?.length,
    pictures: links.filter((link) => link.endsWith('.png')).length,
    webPages: links.filter((link) => link.startsWith('http')),
  };
}

const camelCase = (flag: string): string =>
  flag.replaceAll(/-([a-z])/g, (_dash, letter: string) => letter.toUpperCase());
