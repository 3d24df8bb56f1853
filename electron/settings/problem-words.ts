/** What is wrong in a settings file: a sentence for the log, a notice for the console (renderer/i18n: `notice.settings-…`). */
import type { Logger } from 'pino';
import { assertNever } from '../../shared/assert-never.ts';
import type { Notice } from '../../shared/ipc.ts';
import { type SettingDefinition, settingDefinitions } from '../../shared/settings.ts';
import type { SettingProblem } from '../../shared/settings-view.ts';

/** `/etc/stagewatch/policy.json, line 3, column 5: …`, in English as the whole log. */
export function problemSentence({ path, line, column, key, what }: SettingProblem): string {
  const place = line === null ? path : `${path}, line ${line}, column ${column}`;
  return `${place}: ${wordsOf(what, key)}`;
}

/** One line a problem. */
export function logProblems(problems: readonly SettingProblem[], log: Pick<Logger, 'warn'>): void {
  for (const problem of problems) {
    const { from, path, line, column, key } = problem;
    log.warn({ from, path, line, column, key }, `Settings: ${problemSentence(problem)}`);
  }
}

function wordsOf(what: SettingProblem['what'], key: string | null): string {
  switch (what.kind) {
    case 'unreadable':
      return `the file cannot be read (${what.code})`;
    case 'broken':
      return `${key === null ? '' : `"${key}" is not applied: `}${what.message}`;
    case 'set-aside':
      return `the file was damaged and is set aside as ${what.as}; the defaults hold`;
    case 'unknown':
      return `"${key}" is no setting${what.meant === null ? '' : `; did you mean "${what.meant}"?`}`;
    case 'twice':
      return `"${key}" is given twice; the last one holds`;
    case 'not-allowed': {
      const { allowed } = settingDefinitions[what.name] as SettingDefinition;
      return `"${key}": ${what.given} is not allowed. Allowed: ${allowed}.`;
    }
    case 'not-in-this-file':
      return `"${key}" may not stand in this file`;
    case 'fixed':
      return `"${key}" is set from above and stays`;
    case 'rule':
      return `"${key}" is not applied: it does not go together with another setting (${what.rule})`;
    default:
      return assertNever(what);
  }
}

/** The same for the console, which has the words in the user's language. */
export function problemNotice({ path, line, column, key, what }: SettingProblem): Notice {
  const values = { path, line: line ?? 0, column: column ?? 0, key: key ?? '' };
  switch (what.kind) {
    case 'unreadable':
      return { kind: 'settings-unreadable', values: { path, code: what.code } };
    case 'broken':
      return key === null ? { kind: 'settings-broken', values } : { kind: 'settings-broken-key', values };
    case 'set-aside':
      return { kind: 'settings-set-aside', values: { ...values, as: what.as } };
    case 'unknown':
      return what.meant === null
        ? { kind: 'settings-unknown', values }
        : { kind: 'settings-unknown-meant', values: { ...values, meant: what.meant } };
    case 'twice':
      return { kind: 'settings-twice', values };
    case 'not-allowed':
      return { kind: 'settings-not-allowed', values: { ...values, name: what.name, given: short(what.given) } };
    case 'not-in-this-file':
      return { kind: 'settings-not-in-this-file', values };
    case 'fixed':
      return { kind: 'settings-fixed', values };
    case 'rule':
      return { kind: 'settings-rule', values: { ...values, rule: what.rule } };
    default:
      return assertNever(what);
  }
}

const SHOWN_AT_MOST = 80;
const short = (text: string) => (text.length <= SHOWN_AT_MOST ? text : `${text.slice(0, SHOWN_AT_MOST)}…`);
