import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { salesRenderings } from './salesRenderings.ts';

const folder = join(import.meta.dirname, 'golden');
mkdirSync(folder, { recursive: true });
for (const [name, text] of Object.entries(salesRenderings())) writeFileSync(join(folder, name), text);
