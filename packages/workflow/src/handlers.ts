/** The Lambda functions of the pipeline. All but `intake` and `watch` are steps of the workflow. */
export const handlerNames = [
  'intake',
  'claim',
  'catalog',
  'plan',
  'clean',
  'model',
  'load',
  'notify',
  'watch',
] as const;

export type HandlerName = (typeof handlerNames)[number];

/** The handlers that the workflow calls. */
export const stepNames = ['claim', 'catalog', 'plan', 'clean', 'model', 'load', 'notify'] as const;

export type StepName = (typeof stepNames)[number];

/** What a handler's function is given. Lambda gives one processor for 1,769 MB of memory. */
export interface HandlerSize {
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
}

/** Sizes that fit the defaults of the environment; what `clean` and `model` need was measured, see `apps/handlers`. */
export const handlerSizes: Readonly<Record<HandlerName, HandlerSize>> = {
  intake: { memoryMb: 512, timeoutSeconds: 120 },
  claim: { memoryMb: 512, timeoutSeconds: 60 },
  catalog: { memoryMb: 512, timeoutSeconds: 60 },
  plan: { memoryMb: 512, timeoutSeconds: 300 },
  clean: { memoryMb: 1769, timeoutSeconds: 600 },
  model: { memoryMb: 5307, timeoutSeconds: 900 },
  load: { memoryMb: 512, timeoutSeconds: 120 },
  notify: { memoryMb: 512, timeoutSeconds: 120 },
  watch: { memoryMb: 512, timeoutSeconds: 60 },
};
