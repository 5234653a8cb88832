import { defineConfig } from 'vitest/config';

// Without `module`, which is for bundlers: what an AWS package has there, Node itself cannot load.
const conditions = ['@sales/source', 'node', 'import', 'default'];

/** Runs a package's tests against its siblings' sources, and leaves the totals in `.results/vitest.json`. */
export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: ['default', 'json'],
    outputFile: { json: '.results/vitest.json' },
    execArgv: ['--conditions=@sales/source'],
  },
});
