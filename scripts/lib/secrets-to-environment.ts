import { type SettingDefinition, settingDefinitions } from '../../shared/settings.ts';

/**
 * Takes secrets (`--api-key KEY`) out of a command line that is handed on: every user of a machine may read the arguments
 * of a process, but not its environment.
 * @param args where a value is missing, the flag stays for parseSettings() to refuse
 */
export function secretsToEnvironment(args: readonly string[]): { args: string[]; env: Record<string, string> } {
  const secrets = new Map(
    Object.values<SettingDefinition>(settingDefinitions)
      .filter(({ secret, flag }) => secret && flag !== undefined)
      .map((definition) => [`--${definition.flag}`, definition.env]),
  );
  const handed: { args: string[]; env: Record<string, string> } = { args: [], env: {} };
  for (let index = 0; index < args.length; index++) {
    const argument = args[index]!;
    const [flag = '', ...inline] = argument.split('=');
    const variable = secrets.get(flag);
    const value = inline.length > 0 ? inline.join('=') : args[index + 1];
    if (variable === undefined || value === undefined) {
      handed.args.push(argument);
      continue;
    }
    handed.env[variable] = value;
    if (inline.length === 0) index++;
  }
  return handed;
}
