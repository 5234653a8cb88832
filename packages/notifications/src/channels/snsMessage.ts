import { renderJson } from '../json.ts';
import { oneLine } from '../line.ts';
import type { RunMessage } from '../message.ts';
import { renderText } from '../text.ts';

/** What one message is for SNS. */
export interface SnsMessage {
  readonly Subject: string;
  readonly Message: string;
  readonly MessageAttributes: Record<string, { DataType: 'String'; StringValue: string }>;
}

/** SNS counts text and attributes, names and types included, and takes 256 KiB; some room is left for what it adds. */
const maxBytes = 250 * 1024;

// What SNS takes is what XML 1.0 can hold, and some characters that are no controls are not among it.
const NOT_IN_XML = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;
const NOT_ASCII = /[^\x20-\x7e]/g;

/**
 * Renders a message for SNS. Of a batch with very many objects the JSON names as many as fit, and counts the others in
 * `objectsLeftOut`.
 */
export function snsMessage(message: RunMessage): SnsMessage {
  const { subject, body } = renderText(message);
  const Message = body.replace(NOT_IN_XML, '\u{fffd}');
  const attributes = {
    outcome: attribute(message.outcome),
    pipeline: attribute(ascii(message.pipeline).slice(0, 256) || '?'),
  };
  const room = maxBytes - Buffer.byteLength(Message) - Buffer.byteLength(JSON.stringify(attributes));
  return {
    Subject: subject,
    Message,
    MessageAttributes: { ...attributes, message: attribute(jsonWithin(message, room)) },
  };
}

function attribute(StringValue: string) {
  return { DataType: 'String', StringValue } as const;
}

function jsonWithin(message: RunMessage, room: number): string {
  const whole = ascii(renderJson(message));
  if (whole.length <= room) return whole;
  // The rest of the message is short, so the objects give way; half as many, until they fit.
  const cause = message.cause === undefined ? undefined : oneLine(message.cause, 1_024);
  for (let count = message.objects.length >> 1; ; count >>= 1) {
    const part = { ...message, cause, objects: message.objects.slice(0, count) };
    const json = ascii(
      JSON.stringify({
        ...(JSON.parse(renderJson(part)) as object),
        objectsLeftOut: message.objects.length - count,
      }),
    );
    if (json.length <= room || count === 0) return json;
  }
}

/** Escapes what is not ASCII, so that characters and bytes are the same number and none is refused. */
function ascii(json: string): string {
  return json.replace(NOT_ASCII, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
