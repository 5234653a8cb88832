export type { ErrorAnswer, Fault } from './faults/fault.ts';
export { startFaultProxy, type FaultProxy, type FaultRule, type RecordedCall } from './faults/faultProxy.ts';
export type { Protocol, ServiceCall } from './faults/serviceCall.ts';
export { startMoto, type Emulator, type MotoOptions } from './moto.ts';
export { installMoto, motoProblem, motoPython } from './motoEnvironment.ts';
export { emulatorRegion, sdkEnvironment } from './sdkEnvironment.ts';
export {
  type Functions,
  type FunctionOptions,
  type Invocation,
  startFunctions,
} from './functions/functions.ts';
export { type GlueJob, type GlueJobs, type GlueJobsOptions, type JobRun, openGlueJobs } from './glue/jobs.ts';
export { sparkProblem } from './glue/spark.ts';
export { type Crawler, type CrawlerOptions, startCrawlerService } from './states/crawler.ts';
export {
  type Definition,
  type ExecutionOptions,
  type Outcome,
  runStateMachine,
  type StateEvent,
} from './states/interpreter.ts';
export { StatesError } from './states/statesError.ts';
export {
  type Execution,
  startStepFunctions,
  type StepFunctions,
  type StepFunctionsOptions,
} from './states/stepFunctions.ts';
