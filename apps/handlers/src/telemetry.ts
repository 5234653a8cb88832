import { Logger as PowertoolsLogger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { Tracer } from '@aws-lambda-powertools/tracer';
import { environmentNames, metricsNamespace, metricsService } from '@sales/workflow';
import { Cause, Logger } from 'effect';

const environment = process.env[environmentNames.environment] ?? 'unknown';

/** Writes structured lines; what is appended to it, such as the batch's id, stands on every one. */
export const log = new PowertoolsLogger({
  serviceName: metricsService,
  persistentLogAttributes: { environment },
});

export const metrics = new Metrics({
  namespace: metricsNamespace,
  serviceName: metricsService,
  defaultDimensions: { environment },
});

const tracer = new Tracer({ serviceName: metricsService });

/** Takes what the packages log. */
export const logLayer = Logger.layer([
  Logger.make(({ message, logLevel, cause }) => {
    const text = Array.isArray(message) ? message.join(' ') : String(message);
    const extra = cause.reasons.length === 0 ? [] : [{ cause: Cause.pretty(cause) }];
    switch (logLevel) {
      case 'Fatal':
      case 'Error':
        return log.error(text, ...extra);
      case 'Warn':
        return log.warn(text, ...extra);
      case 'Info':
        return log.info(text, ...extra);
      default:
        return log.debug(text, ...extra);
    }
  }),
]);

/** Runs one call within a segment of its trace. */
export async function traced<A>(
  name: string,
  annotations: Readonly<Record<string, string | number>>,
  work: () => Promise<A>,
): Promise<A> {
  const parent = tracer.isTracingEnabled() ? tracer.getSegment() : undefined;
  if (parent === undefined) return work();
  const segment = parent.addNewSubsegment(`## ${name}`);
  tracer.setSegment(segment);
  for (const [key, value] of Object.entries(annotations)) tracer.putAnnotation(key, value);
  try {
    return await work();
  } catch (error) {
    tracer.addErrorAsMetadata(error as Error);
    throw error;
  } finally {
    segment.close();
    tracer.setSegment(parent);
  }
}
