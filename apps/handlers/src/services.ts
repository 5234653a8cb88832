import { s3Bucket } from '@sales/lake/s3';
import { Effect, Layer } from 'effect';
import { lakeSettings } from './settings.ts';

/** The environment's lake. */
export const lakeLayer = Layer.unwrap(Effect.map(lakeSettings, ({ bucket }) => s3Bucket({ bucket })));
