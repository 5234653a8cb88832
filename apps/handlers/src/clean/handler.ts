import { stepHandler } from '../lambda.ts';
import { lakeLayer } from '../services.ts';
import { cleanPart } from './program.ts';

export const handler = stepHandler('clean', { layer: lakeLayer, program: cleanPart });
