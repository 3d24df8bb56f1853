import { type SettingDefinition, settingDefinitions } from '../../shared/settings.ts';

const BEGIN = /<!-- configuration:[^>]*-->\n/;
const END = '<!-- /configuration -->';

/** The README with its configuration table as the settings are now. */
export function withConfigurationTable(readme: string): string {
  const begin = BEGIN.exec(readme);
  const end = readme.indexOf(END);
  if (begin === null || end === -1) throw new Error('The README has lost the marks around its configuration table.');
  return readme.slice(0, begin.index + begin[0].length) + configurationTable() + readme.slice(end);
}

function configurationTable(): string {
  const rows = (Object.values(settingDefinitions) as SettingDefinition[]).map(
    ({ flag, argument, env, help, schema }) =>
      `| ${flag === undefined ? '–' : `\`--${flag}${argument ? ` ${argument.replaceAll('|', '\\|')}` : ''}\``} | \`${env}\` | ${shown(schema.safeParse(undefined).data)} | ${help} |\n`,
  );
  return `| option | environment | default | what for |\n| --- | --- | --- | --- |\n${rows.join('')}`;
}

function shown(value: unknown): string {
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return '–';
  return `\`${String(value)}\``;
}
