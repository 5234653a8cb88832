#!/usr/bin/env node
import * as nodeModule from 'node:module';
import { oldestNode } from './oldestNode.ts';

if (Number(process.versions.node.split('.')[0]) < oldestNode) {
  console.error(
    `error: Node.js ${oldestNode} or later is needed, and this is ${process.versions.node}; install a newer one from https://nodejs.org.`,
  );
  process.exit(1);
}
// Measured: `--help` takes 0.22 s with the cache and 0.45 s without, on a busy machine with two cores.
nodeModule.enableCompileCache();
await import('./start.ts');
