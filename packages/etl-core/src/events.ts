import type { BatchReport } from './batchReport.ts';

/** The stages of a batch, in order. */
export type Stage = 'clean' | 'model' | 'load';

/** What a run tells about itself while it works. */
export type PipelineEvent =
  /** Local files are copied into the lake; bytes. */
  | { readonly type: 'taking-in'; readonly done: number; readonly total: number }
  | {
      readonly type: 'batch-started';
      readonly batchId: string;
      readonly objects: number;
      readonly sizeBytes: number;
      /** Whether an earlier run had already published the batch, so that only loading is left. */
      readonly resumed: boolean;
    }
  | { readonly type: 'stage-started'; readonly batchId: string; readonly stage: Stage }
  | {
      readonly type: 'progress';
      readonly batchId: string;
      readonly stage: Stage;
      readonly rows: number;
      /** Work done and to do in one unit: bytes read for `clean`, rows for the others. */
      readonly done: number;
      readonly total: number;
    }
  | {
      readonly type: 'stage-finished';
      readonly batchId: string;
      readonly stage: Stage;
      readonly seconds: number;
    }
  | { readonly type: 'batch-finished'; readonly report: BatchReport };

/** Takes the events of a run; it must return at once and not throw. */
export type OnEvent = (event: PipelineEvent) => void;
