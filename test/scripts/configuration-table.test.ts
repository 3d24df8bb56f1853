import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { withConfigurationTable } from '../../scripts/lib/configuration-table.ts';
import { at } from '../../scripts/lib/paths.ts';

describe('the README', () => {
  it('lists every setting as it is (else run: node scripts/readme.ts)', () => {
    const readme = readFileSync(at('README.md'), 'utf8');
    expect(readme).toBe(withConfigurationTable(readme));
    expect(readme).toContain('`--disconnect-delay-ms MS` | `STAGEWATCH_DISCONNECT_DELAY_MS` | `30000`');
  });
});
