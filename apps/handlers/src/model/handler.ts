import { stepHandler } from '../lambda.ts';
import { lakeLayer } from '../services.ts';
import { modelBatch } from './program.ts';

export const handler = stepHandler('model', { layer: lakeLayer, program: modelBatch });
