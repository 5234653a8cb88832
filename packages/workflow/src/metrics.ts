/** Where the handlers' metrics are found. */
export const metricsNamespace = 'SalesEtl';

/** What the dimension `service`, and that field of each line of the log, says. */
export const metricsService = 'sales-etl';

/** The dimension that all metrics have beside `service`: the environment's name. */
export const metricsDimension = 'environment';

/** The handlers' metrics. Each is written once a batch, but for those of ranges. */
export const metricNames = {
  /** Of a batch, once it is loaded. */
  batchesLoaded: 'BatchesLoaded',
  batchesFailed: 'BatchesFailed',
  rowsRead: 'RowsRead',
  rowsLoaded: 'RowsLoaded',
  rowsQuarantined: 'RowsQuarantined',
  /** By reason: with the dimension below as well. */
  rowsQuarantinedByReason: 'RowsQuarantinedByReason',
  duplicates: 'Duplicates',
  bytesRead: 'BytesRead',
  /** From the arrival of a batch to its message. */
  batchSeconds: 'BatchSeconds',
  /** Of one range. */
  rangeBytes: 'RangeBytes',
  rangeSeconds: 'RangeSeconds',
  /** Of what came from the queue. */
  objectsArrived: 'ObjectsArrived',
  /** Hours since the last load, or since the environment's first batch. */
  hoursSinceLoad: 'HoursSinceLoad',
} as const;

/** The dimension of `rowsQuarantinedByReason` beside the environment. */
export const reasonDimension = 'reason';
