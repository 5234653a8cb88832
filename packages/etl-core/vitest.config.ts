import shared from '@sales/test-kit/vitest';
import { mergeConfig } from 'vitest/config';

/** Two files at a time: many of these tests wait for the disk and for other processes. */
export default mergeConfig(shared, { test: { maxWorkers: 2 } });
