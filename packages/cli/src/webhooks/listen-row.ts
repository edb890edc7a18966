import { sanitizeForTerminal } from '@trtc-call/rendering/sanitize';
import stringWidth from 'string-width';
import type { ReadWebhook } from './read-webhook.ts';

const heads = ['time', 'command', 'who', 'what', 'CallId', 'try', 'answer'];
/** Rows are shown as they come, so that widths are chosen beforehand; longer cells push the rest aside. */
const widths = [12, 23, 18, 14, 36, 4, 0];

/** The names of the columns. */
export const listenHead = lineOf(heads);

/** One request in one line. `times`: how often the event has come by now. */
export function listenRow(at: number, read: ReadWebhook, times: number, answer: string): string {
  const time = new Date(at).toISOString().slice(11, 23);
  if ('problem' in read) return lineOf([time, 'no webhook', read.problem, '', '', '', answer]);
  const { event } = read;
  const { UserId, Role, CallId, CallResult, Event } = membersOf(read);
  const command = event.command === '*' ? `${event.word} (unknown)` : event.command;
  return lineOf([time, command, `${UserId} ${Role}`.trim(), Event || CallResult, CallId, nth(times), answer]);
}

function membersOf(read: ReadWebhook): Record<'UserId' | 'Role' | 'CallId' | 'CallResult' | 'Event', string> {
  const body: Record<string, unknown> = 'event' in read ? read.event.raw.body : {};
  const text = (name: string) => (typeof body[name] === 'string' ? body[name] : '');
  return {
    UserId: text('UserId'),
    Role: text('Role'),
    CallId: text('CallId'),
    CallResult: text('CallResult'),
    Event: text('Event'),
  };
}

function nth(times: number): string {
  const last = times % 10;
  const isTeen = Math.floor(times / 10) % 10 === 1;
  const suffix = isTeen ? 'th' : (['th', 'st', 'nd', 'rd'][last] ?? 'th');
  return `${times}${suffix}`;
}

function lineOf(cells: readonly string[]): string {
  const padded = cells.map((cell, column) => {
    const shown = sanitizeForTerminal(cell);
    return shown + ' '.repeat(Math.max(0, (widths[column] ?? 0) - stringWidth(shown)));
  });
  return padded.join('  ').trimEnd();
}
