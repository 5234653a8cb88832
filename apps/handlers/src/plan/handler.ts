import { stepHandler } from '../lambda.ts';
import { lakeLayer } from '../services.ts';
import { planBatch } from './program.ts';

export const handler = stepHandler('plan', { layer: lakeLayer, program: planBatch });
