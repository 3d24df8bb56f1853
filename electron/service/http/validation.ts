import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import type { Language } from '../../../shared/settings.ts';
import { ApiError } from './errors.ts';
import { issueText, missingText } from './issue-text.ts';
import { languageOf } from './language.ts';
import { hints } from './messages.ts';

type Text = Readonly<Record<Language, string>>;

const locales = { 'zh-TW': z.locales.zhTW().localeError, en: z.locales.en().localeError };

/**
 * What a request carries, by its schema.
 * @throws ApiError VALIDATION_ERROR with `missingFields` and `issues`
 */
export function parse<T extends z.ZodType>(
  schema: T,
  given: unknown,
  { headers }: { headers: IncomingHttpHeaders },
): z.output<T> {
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const missing = (issue: z.core.$ZodIssue) => isMissing(given, issue.path);
  const wordsOf = (issue: z.core.$ZodIssue) => (missing(issue) ? missingText : issueText(issue));
  // Only now does the language matter: the usual request is parsed once.
  const language = languageOf(headers['accept-language']);
  const { issues } = schema.safeParse(given, { error: locales[language] }).error ?? result.error;
  throw validationError(
    issues.map((issue) => ({
      path: issue.path.map(String).join('.'),
      code: issue.code,
      message: wordsOf(issue)?.[language] ?? issue.message,
    })),
    issues.filter(missing).map(({ path }) => path.map(String).join('.')),
  );
}

/** One field is wrong for a reason that no schema knows. */
export function refuseField(path: string, code: string, text: Text, language: Language): ApiError {
  return validationError([{ path, code, message: text[language] }], code === 'missing' ? [path] : []);
}

/** `since` and `until` of a query in ms since 1970. @throws ApiError VALIDATION_ERROR unless until comes after since */
export function rangeOf(input: { query: { since: string; until: string }; language(): Language }): {
  since: number;
  until: number;
} {
  const since = Date.parse(input.query.since);
  const until = Date.parse(input.query.until);
  if (until <= since) throw refuseField('until', 'invalid', hints.range, input.language());
  return { since, until };
}

function validationError(issues: { path: string; code: string; message: string }[], missingFields: string[]): ApiError {
  return new ApiError('VALIDATION_ERROR', { details: { missingFields, issues } });
}

/** Nothing at all stands where the issue points. */
function isMissing(given: unknown, path: readonly PropertyKey[]): boolean {
  let value = given;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return value === undefined;
    value = (value as Record<PropertyKey, unknown>)[key];
  }
  return value === undefined;
}
