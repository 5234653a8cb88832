#!/usr/bin/env node
import { enableCompileCache } from 'node:module';

// Measured: `--help` takes 0.28 s with the cache and 0.45 s without, on a busy machine with two cores.
enableCompileCache();
await import('./start.ts');
