import { Context, type Effect } from 'effect';
import type { NotificationError } from './errors.ts';
import type { RunMessage } from './message.ts';

/** Carries a run's message to whoever waits for it. Each channel is a layer of this service. */
export class Notifier extends Context.Service<
  Notifier,
  {
    /** Sends one message, and ends when the channel has taken it. */
    readonly notify: (message: RunMessage) => Effect.Effect<void, NotificationError>;
  }
>()('@sales/notifications/Notifier') {}
