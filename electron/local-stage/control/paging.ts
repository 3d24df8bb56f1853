import { ControlError } from './errors.ts';

export const DEFAULT_PAGE_SIZE = 50;

export interface Page<T> {
  items: T[];
  nextToken?: string;
}

/**
 * One page of a list. The token names the last item given, not its number, so that a list that grows at its head
 * between two requests neither repeats nor skips an item.
 * @throws ControlError ValidationException for a token that is not one of ours
 */
export function pageOf<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  request: { nextToken?: unknown; maxResults?: unknown },
): Page<T> {
  const size = (request.maxResults as number | undefined) ?? DEFAULT_PAGE_SIZE;
  const start = startOf(items, keyOf, request.nextToken as string | undefined);
  const page = items.slice(start, start + size);
  const last = page.at(-1);
  if (last === undefined || start + size >= items.length) return { items: page };
  return { items: page, nextToken: Buffer.from(keyOf(last)).toString('base64url') };
}

function startOf<T>(items: readonly T[], keyOf: (item: T) => string, nextToken: string | undefined): number {
  if (nextToken === undefined || nextToken === '') return 0;
  const key = Buffer.from(nextToken, 'base64url').toString();
  const index = items.findIndex((item) => keyOf(item) === key);
  if (index === -1) throw new ControlError('ValidationException', 'The nextToken is invalid or has expired.');
  return index + 1;
}
