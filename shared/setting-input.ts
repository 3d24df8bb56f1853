import { z } from 'zod';
import type { SettingDefinition } from './settings.ts';

/** How a setting is given on the settings page. */
export type SettingInput =
  | { kind: 'switch' }
  | { kind: 'choice'; options: string[] }
  | { kind: 'number'; min: number; max: number; whole: boolean }
  /** Texts, comma-separated. */
  | { kind: 'list' }
  | { kind: 'text' };

interface JsonSchema {
  type?: string;
  enum?: string[];
  minimum?: number;
  maximum?: number;
  anyOf?: JsonSchema[];
}

/** Read off the schema, so that a new setting needs no word about it. What takes no argument is a switch. */
export function settingInput({ schema, argument }: Pick<SettingDefinition, 'schema' | 'argument'>): SettingInput {
  if (argument === undefined) return { kind: 'switch' };
  const json = z.toJSONSchema(schema, { io: 'output', unrepresentable: 'any' }) as JsonSchema;
  if (json.enum !== undefined) return { kind: 'choice', options: json.enum };
  if (json.type === 'array' || json.anyOf?.some(({ type }) => type === 'array')) return { kind: 'list' };
  if (json.type !== 'integer' && json.type !== 'number') return { kind: 'text' };
  const { minimum = Number.MIN_SAFE_INTEGER, maximum = Number.MAX_SAFE_INTEGER, type } = json;
  return { kind: 'number', min: minimum, max: maximum, whole: type === 'integer' };
}
