/** AWS's request validation: every constraint that fails is told in one ValidationException, in AWS's words. */
import { ControlError } from './errors.ts';

export type Field =
  | { type: 'string'; required?: boolean; min?: number; max?: number; pattern?: string }
  | { type: 'integer'; min: number; max: number }
  | { type: 'boolean' }
  | { type: 'enum'; values: readonly string[] }
  | { type: 'enum-list'; values: readonly string[]; max: number }
  | { type: 'string-map'; maxKey: number; maxValue: number };
export type Fields = Readonly<Record<string, Field>>;
export type Body = Readonly<Record<string, unknown>>;

/**
 * @param text the request's body
 * @throws ControlError SerializationException where a value is of another type, ValidationException where one breaks a constraint
 */
export function readRequest(text: string, fields: Fields): Body {
  const body = parse(text);
  const failures: string[] = [];
  for (const [name, field] of Object.entries(fields)) {
    const value = body[name] ?? undefined;
    if (value !== undefined) {
      checkType(name, field, value);
      failures.push(...brokenConstraints(name, field, value));
    } else if (field.type === 'string' && field.required) {
      failures.push(`Value at '${name}' failed to satisfy constraint: Member must not be null`);
    }
  }
  if (failures.length > 0) {
    const noun = failures.length === 1 ? 'error' : 'errors';
    throw new ControlError(
      'ValidationException',
      `${failures.length} validation ${noun} detected: ${failures.join('; ')}`,
    );
  }
  return body;
}

function parse(text: string): Body {
  try {
    const body: unknown = text === '' ? {} : JSON.parse(text);
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Body;
  } catch {
    // Said below, as for everything else that is no object.
  }
  throw new ControlError('SerializationException', 'The request body is not a JSON object.');
}

function checkType(name: string, field: Field, value: unknown): void {
  const fits = {
    string: () => typeof value === 'string',
    integer: () => Number.isInteger(value),
    boolean: () => typeof value === 'boolean',
    enum: () => typeof value === 'string',
    'enum-list': () => Array.isArray(value) && value.every((item) => typeof item === 'string'),
    'string-map': () =>
      typeof value === 'object' &&
      value !== null &&
      !Array.isArray(value) &&
      Object.values(value).every((item) => typeof item === 'string'),
  }[field.type]();
  if (!fits) throw new ControlError('SerializationException', `The value of '${name}' has the wrong type.`);
}

function brokenConstraints(name: string, field: Field, value: unknown): string[] {
  const say = (constraint: string, shown = String(value), at = name) =>
    `Value '${shown}' at '${at}' failed to satisfy constraint: Member must ${constraint}`;
  const failures: string[] = [];
  switch (field.type) {
    case 'string': {
      const text = value as string;
      if (field.min !== undefined && text.length < field.min) {
        failures.push(say(`have length greater than or equal to ${field.min}`));
      }
      if (field.max !== undefined && text.length > field.max) {
        failures.push(say(`have length less than or equal to ${field.max}`));
      }
      if (field.pattern !== undefined && !new RegExp(field.pattern).test(text)) {
        failures.push(say(`satisfy regular expression pattern: ${field.pattern}`));
      }
      break;
    }
    case 'integer': {
      const number = value as number;
      if (number < field.min) failures.push(say(`have value greater than or equal to ${field.min}`));
      if (number > field.max) failures.push(say(`have value less than or equal to ${field.max}`));
      break;
    }
    case 'enum':
      if (!field.values.includes(value as string)) failures.push(say(enumConstraint(field.values)));
      break;
    case 'enum-list': {
      const items = value as string[];
      if (items.length > field.max) {
        failures.push(say(`have length less than or equal to ${field.max}`, `[${items.join(', ')}]`));
      }
      for (const [index, item] of items.entries()) {
        if (!field.values.includes(item)) {
          failures.push(say(enumConstraint(field.values), item, `${name}.${index + 1}.member`));
        }
      }
      break;
    }
    case 'string-map':
      for (const [key, item] of Object.entries(value as Record<string, string>)) {
        if (key.length > field.maxKey) {
          failures.push(say(`have length less than or equal to ${field.maxKey}`, key, `${name}.key`));
        }
        if (item.length > field.maxValue) {
          failures.push(say(`have length less than or equal to ${field.maxValue}`, item, `${name}.value`));
        }
      }
      break;
    case 'boolean':
      break;
  }
  return failures;
}

const enumConstraint = (values: readonly string[]) => `satisfy enum value set: [${values.join(', ')}]`;
