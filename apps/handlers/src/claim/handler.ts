import { stepHandler } from '../lambda.ts';
import { lakeLayer } from '../services.ts';
import { claimBatch } from './program.ts';

export const handler = stepHandler('claim', { layer: lakeLayer, program: claimBatch });
