import { writeFileSync } from 'node:fs';
import { goldenFiles } from './golden.ts';

for (const [name, text] of goldenFiles()) writeFileSync(new URL(name, import.meta.url), text);
