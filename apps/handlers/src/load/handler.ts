import { Layer } from 'effect';
import { stepHandler } from '../lambda.ts';
import { lakeLayer } from '../services.ts';
import { loadBatch } from './program.ts';
import { warehouseLayer } from './warehouse.ts';

export const handler = stepHandler('load', {
  layer: Layer.provideMerge(warehouseLayer, lakeLayer),
  program: loadBatch,
});
