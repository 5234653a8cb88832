import { Layer } from 'effect';
import * as z from 'zod';
import { lambdaHandler } from '../lambda.ts';
import { rotate } from './program.ts';

export const handler = lambdaHandler({
  name: 'rotate',
  input: z.object({
    Step: z.enum(['createSecret', 'setSecret', 'testSecret', 'finishSecret']),
    SecretId: z.string().min(1),
    ClientRequestToken: z.string().min(1),
  }),
  about: ({ Step }) => ({ rotation: Step }),
  layer: Layer.empty,
  program: rotate,
});
