export { sales } from './cli.ts';
export { exitCodes } from './failure.ts';
export { runSales } from './program.ts';
export { type Face, Screen } from './screen.ts';
