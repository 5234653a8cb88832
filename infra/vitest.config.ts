import shared from '@sales/test-kit/vitest';
import { mergeConfig } from 'vitest/config';

export default mergeConfig(shared, {
  test: {
    globalSetup: ['test/support/globalSetup.ts'],
    hookTimeout: 300_000,
    // Two files build the handlers, into one folder.
    fileParallelism: false,
    // And the CDK is loaded once for all.
    isolate: false,
  },
});
