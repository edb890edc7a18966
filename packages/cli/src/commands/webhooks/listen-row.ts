import { outputWidth } from '../../io/print.ts';
import { fixedLine, shorten, wideLine } from '../../io/table.ts';
import type { ReadWebhook } from './incoming.ts';

// Rows are shown as they come, so that widths are chosen beforehand; a longer cell pushes the rest aside.
const wide = [12, 23, 18, 14, 36, 4];
const narrow = [8, 23, 10, 8, 4];

/** The names of the columns. */
export function listenHead(): string {
  return lineOf(['time', 'command', 'who', 'what', 'CallId', 'try', 'answer']);
}

/** One request in one line. `times`: how often the event has come by now. */
export function listenRow(at: number, read: ReadWebhook, times: number, answer: string): string {
  const time = new Date(at).toISOString().slice(11, 23);
  if ('problem' in read) return fixedLine([time.slice(0, 8), 'no webhook', read.problem, answer], [8, 23]);
  const { event } = read;
  const { UserId, Role, CallId, CallResult, Event } = membersOf(read);
  const command = event.command === '*' ? `${event.word} (unknown)` : event.command;
  return lineOf([time, command, `${UserId} ${Role}`.trim(), Event || CallResult, CallId, nth(times), answer]);
}

/** With little room: the time to the second, the first characters of the ids, and not what the command says already. */
function lineOf(cells: readonly [string, string, string, string, string, string, string]): string {
  if (outputWidth() >= wideLine) return fixedLine(cells, wide);
  const [time, command, who, , callId, nth, answer] = cells;
  return fixedLine([shorten(time, 8), command, shorten(who, 10), shorten(callId, 8), nth, answer], narrow);
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
