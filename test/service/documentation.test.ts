import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { errorCodes } from '../../shared/api.ts';

test("docs/api.md's table has every error code beside its status", () => {
  const text = readFileSync(new URL('../../docs/api.md', import.meta.url), 'utf8');
  const rows = text.split('\n').filter((line) => /^\| \d{3}/.test(line));
  for (const [code, { status }] of Object.entries(errorCodes)) {
    expect(
      rows.filter((row) => row.includes(`\`${code}\``)).map((row) => row.split('|')[1]),
      code,
    ).toEqual([expect.stringContaining(String(status))]);
  }
});
