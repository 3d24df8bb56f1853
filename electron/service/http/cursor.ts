/** Keyset cursors: opaque to clients, a few numbers to us. `list` keeps one list's cursor from passing in another. */

export function encodeCursor(list: string, ...position: number[]): string {
  return Buffer.from([list, ...position].join(':')).toString('base64url');
}

/** A cursor that goes on with another service's page: its own token, and what it belongs to. */
export function encodeForeignCursor(list: string, ...parts: string[]): string {
  return Buffer.from(JSON.stringify([list, ...parts])).toString('base64url');
}

/** The texts of a cursor, or undefined if it is none of this list's. */
export function decodeForeignCursor(list: string, cursor: string, length: number): string[] | undefined {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (!Array.isArray(parts) || parts.length !== length + 1 || parts[0] !== list) return undefined;
    return parts.every((part) => typeof part === 'string') ? parts.slice(1) : undefined;
  } catch {
    return undefined;
  }
}

/** The numbers of a cursor, or undefined if it is none of this list's. */
export function decodeCursor(list: string, cursor: string, length: number): number[] | undefined {
  // A log entry's id is its position: a reader who holds an entry (from the feed, say) can go on from there.
  if (list === 'log' && /^[1-9]\d{0,14}$/.test(cursor)) return [Number(cursor)];
  const [name, ...position] = Buffer.from(cursor, 'base64url').toString('latin1').split(':');
  if (name !== list || position.length !== length) return undefined;
  const numbers = position.map((text) => (/^\d{1,16}$/.test(text) ? Number(text) : Number.NaN));
  return numbers.every(Number.isSafeInteger) ? numbers : undefined;
}
