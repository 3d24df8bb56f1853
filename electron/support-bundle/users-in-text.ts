/** Whose ids a line of a log file names as such: in a field, or in an address of the API. Pure. */
const FIELDS = /"(?:userId|viewerId|user)":("(?:[^"\\]|\\.)*")/g;
const ADDRESSES = [/[?&]userId=([^&\s"'#]+)/g, /\/api\/viewer\/history\/([^/?&\s"'#]+)/g];

/** Also of a line that was cut. */
export function* usersIn(line: string): Generator<string> {
  for (const [, quoted = ''] of line.matchAll(FIELDS)) {
    const userId = attempt(() => JSON.parse(quoted) as string);
    if (userId) yield userId;
  }
  for (const address of ADDRESSES) {
    for (const [, encoded = ''] of line.matchAll(address)) yield attempt(() => decodeURIComponent(encoded)) ?? encoded;
  }
}

function attempt(read: () => string): string | null {
  try {
    return read();
  } catch {
    return null;
  }
}
