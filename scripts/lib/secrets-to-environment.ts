import { type SettingDefinition, settingDefinitions } from '../../shared/settings.ts';

/**
 * Takes secrets (`--api-key KEY`) out of a command line that is handed on: every user of a machine may read the arguments
 * of a process, but not its environment.
 * @param args arguments that parseSettings() took
 */
export function secretsToEnvironment(args: readonly string[]): { args: string[]; env: Record<string, string> } {
  const secrets = new Map(
    Object.values<SettingDefinition>(settingDefinitions)
      .filter(({ secret }) => secret)
      .map((definition) => [`--${definition.flag}`, definition.env]),
  );
  const handed: { args: string[]; env: Record<string, string> } = { args: [], env: {} };
  for (let index = 0; index < args.length; index++) {
    const argument = args[index]!;
    const [flag = '', ...value] = argument.split('=');
    const variable = secrets.get(flag);
    if (variable === undefined) handed.args.push(argument);
    else handed.env[variable] = value.length > 0 ? value.join('=') : (args[++index] ?? '');
  }
  return handed;
}
