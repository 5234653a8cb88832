export { consoleNotifier, consoleNotifierTo, type ConsoleOptions } from './channels/console.ts';
export { silentNotifier } from './channels/silent.ts';
export { NotificationError } from './errors.ts';
export { renderJson } from './json.ts';
export type { RunCounts, RunMessage, RunObject, RunOutcome } from './message.ts';
export { Notifier } from './notifier.ts';
export { outcomeOf, type OutcomeOptions } from './outcome.ts';
export { renderText, type RunText } from './text.ts';
