/** `node scripts/readme.ts`: writes the configuration table of README.md anew, from shared/settings.ts. */
import { readFileSync, writeFileSync } from 'node:fs';
import { withConfigurationTable } from './lib/configuration-table.ts';
import { at } from './lib/paths.ts';

const path = at('README.md');
writeFileSync(path, withConfigurationTable(readFileSync(path, 'utf8')));
