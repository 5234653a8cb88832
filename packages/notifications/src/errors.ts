import { Data } from 'effect';

/** A channel could not carry a message. The run itself is not affected: whether to go on is the caller's choice. */
export class NotificationError extends Data.TaggedError('NotificationError')<{
  /** The channel's name, such as `console`. */
  readonly channel: string;
  /** Whether sending the same message again may work. */
  readonly retryable: boolean;
  /** What to do about it, as a full sentence. */
  readonly nextStep: string;
  readonly cause: unknown;
}> {
  override get message(): string {
    const reason = this.cause instanceof Error ? this.cause.message : String(this.cause);
    return `The message about the run could not be sent by ${this.channel}: ${reason}. ${this.nextStep}`;
  }
}
