import { measureWidth } from '@trtc-call/reporting/text-width';
import { findCallId, type UnknownEvent, type WebhookEvent } from '@trtc-call/webhooks';
import { fixedLine, shorten, truncate, wideLine } from '../../io/format.ts';
import { outputWidth } from '../../io/print.ts';
import type { ReadWebhook } from './incoming.ts';

// Rows are shown as they come, so that widths are chosen beforehand; a longer cell pushes the rest aside.
const wide = [12, 23, 18, 14, 36, 4];
const narrow = { time: 8, command: 23, callId: 8, nth: 4, answer: 'ErrorCode 0'.length, gaps: 10 };

type Cells = readonly [
  time: string,
  command: string,
  who: readonly [user: string, role: string],
  what: string,
  callId: string,
  nth: string,
  answer: string,
];

export function listenHead(): string {
  return layOut(['time', 'command', ['who', ''], 'what', 'CallId', 'try', 'answer']);
}

/** One request in one line. `times`: how often the event has come by now. */
export function listenRow(at: number, read: ReadWebhook, times: number, answer: string): string {
  const time = new Date(at).toISOString().slice(11, 23);
  if ('problem' in read) return fixedLine([time.slice(0, 8), 'no webhook', read.problem, answer], [8, 23]);
  const { event } = read;
  const command = event.command === '*' ? `${event.word} (unknown)` : shortenCommand(event.command);
  const { user = '', role = '', what = '' } = describeEvent(event);
  return layOut([time, command, [user, role], what, findCallId(event) ?? '', nth(times), answer]);
}

/** The words of v4 all begin alike, and are longer than their column. */
export function shortenCommand(command: string): string {
  return command.replace(/^Call\.Callback(?=After)/, '');
}

/** With little room: the time to the second, the first characters of the CallId, and not what the command says already. */
function layOut([time, command, [user, role], what, callId, nth, answer]: Cells): string {
  if (outputWidth() >= wideLine)
    return fixedLine([time, command, `${user} ${role}`.trim(), what, callId, nth, answer], wide);
  const left = outputWidth() - Object.values(narrow).reduce((sum, width) => sum + width);
  const ids = [fitWho(user, role, left), shorten(callId, narrow.callId)];
  const widths = [narrow.time, narrow.command, left, narrow.callId, narrow.nth];
  return fixedLine([shorten(time, narrow.time), command, ...ids, nth, answer], widths);
}

/** A user id is cut and its role is not, so that caller and callee can be told apart. */
function fitWho(user: string, role: string, width: number): string {
  if (role === '') return truncate(user, width);
  // Roles of the vendor are short; one that is not leaves half of the room to the user.
  const shownRole = truncate(role, Math.floor(width / 2));
  return `${truncate(user, width - measureWidth(shownRole) - 1)} ${shownRole}`.trim();
}

function describeEvent(event: WebhookEvent | UnknownEvent): {
  user?: string | undefined;
  role?: string | undefined;
  what?: string | undefined;
} {
  switch (event.family) {
    case 'unknown':
      return {};
    case 'start':
      return { user: event.UserList?.[0]?.User_Account, what: event.CallInfo?.MediaType };
    case 'member': {
      const [changed, ...others] = event.ChangedUserList ?? [];
      const what = others.length > 0 ? `and ${others.length} more` : undefined;
      return { user: changed?.User_Account, role: changed?.ActionType, what };
    }
    case 'end': {
      const { Caller_Account: user, CallResult: role, CallType: what } = event.CallRecord ?? {};
      return { user, role, what };
    }
    case 'event':
      return { user: event.UserId, role: event.Role, what: event.Event };
    case 'status':
      return { user: event.UserId, role: event.Role, what: event.CallResult };
  }
}

const ordinals = new Intl.PluralRules('en', { type: 'ordinal' });
const suffixes: Readonly<Record<string, string>> = { one: 'st', two: 'nd', few: 'rd' };

function nth(times: number): string {
  return `${times}${suffixes[ordinals.select(times)] ?? 'th'}`;
}
