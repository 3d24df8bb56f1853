import { type SettingDefinition, settingDefinitions } from '../../shared/settings.ts';

/** Switches of Electron, Chromium and Node that may stand among our arguments: they are the shell's, not ours. */
const SHELL_SWITCHES = [
  /^--(disable|enable|force|allow|use|ignore|ozone|remote-debugging|inspect|gtk|test|log|js)-/,
  /^--inspect(=|$)/,
  /^--(no-sandbox|no-zygote|no-first-run|no-default-browser-check|no-proxy-server|headless|incognito|kiosk-printing)$/,
  /^--(user-data-dir|lang|password-store|proxy-server|proxy-bypass-list|proxy-pac-url|autoplay-policy|vmodule)=/,
  /^--updated$/, // what the Windows installer starts an updated program with
  /^--(in-process-gpu|single-process|high-dpi-support|touch-events|trace-startup|original-process-start-time)(=|$)/,
];
/** Ours, although a pattern above would take some of them: `--log-level`, `--allow-…`. */
const OURS = new Set(Object.values<SettingDefinition>(settingDefinitions).map(({ flag }) => `--${flag}`));

/**
 * The arguments that are meant for us: without the program, without the script that an unpackaged Electron is given
 * before them, and without the shell's own switches.
 */
export function ownArguments(argv: readonly string[], isPackaged: boolean): string[] {
  const rest = argv.slice(1).filter((argument) => !isShellSwitch(argument));
  if (isPackaged) return rest;
  const script = rest.findIndex((argument) => !argument.startsWith('-'));
  return script === 0 ? rest.slice(1) : rest;
}

export function isShellSwitch(argument: string): boolean {
  return !OURS.has(argument.split('=', 1)[0]!) && SHELL_SWITCHES.some((pattern) => pattern.test(argument));
}
