import { Layer } from 'effect';
import { stepHandler } from '../lambda.ts';
import { lakeLayer } from '../services.ts';
import { Glue } from './crawler.ts';
import { catalogBatch } from './program.ts';

export const handler = stepHandler('catalog', {
  layer: Layer.mergeAll(lakeLayer, Glue.layer),
  program: catalogBatch,
});
