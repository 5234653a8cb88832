export {
  type AdministratorName,
  administratorNames,
  administratorVariables,
} from './administration.ts';
export {
  type Engine,
  engines,
  type EnvironmentName,
  environmentNames,
  environmentOf,
} from './environment.ts';
export { errorNames } from './errorNames.ts';
export {
  type HandlerName,
  handlerNames,
  type HandlerSize,
  handlerSizes,
  type StepName,
  stepNames,
} from './handlers.ts';
export {
  metricNames,
  metricsDimension,
  metricsNamespace,
  metricsService,
  reasonDimension,
} from './metrics.ts';
export { executionInput, type Payloads, payloads, rangeItem } from './payloads.ts';
export { type GlueJobNames, renderWorkflow, type WorkflowOptions } from './stateMachine.ts';
export type {
  Catcher,
  ChoiceState,
  FailState,
  MapState,
  Retrier,
  State,
  StateMachine,
  TaskState,
  WaitState,
} from './states.ts';
