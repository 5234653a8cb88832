/* Raw to gold with this library, in threads of one process. */
import { readJob } from '../job.ts';
import { rawToGold } from './rawToGold.ts';

await rawToGold(readJob());
