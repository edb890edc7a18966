import { webhooks } from '@trtc-call/spec/v1';
import type { Sender } from '../send/webhook.ts';
import { v1 as contract, isStatusCommand } from './contract.ts';

/** How webhooks of v1 are sent. @see https://trtc.io/document/60130 */
export const v1: Sender = {
  contract,

  findSample(command) {
    const { query, examples } = webhooks[isStatusCommand(command) ? 'status' : 'event'];
    return { query, body: examples.default };
  },

  moveTimes(at, body) {
    const isTime = (name: string) => name === 'EventTime' || name.endsWith('Ts');
    const by = at - Number(Reflect.get(body, 'EventTime'));
    const moved = Object.entries(body).map(([name, value]) => [name, isTime(name) ? value + by : value]);
    return Object.fromEntries(moved);
  },

  writeMembers: (command, callId) => ({
    ...listWords(command),
    ...(callId === undefined ? undefined : { CallId: callId }),
  }),

  repeatsRefused: true,
  attemptMilliseconds: 5000,
  findProblem: () => undefined,
};

/** The members that a command word decides (V1-30: `Event` is the word without the side). */
export function listWords(command: string): Readonly<Record<string, string>> {
  if (isStatusCommand(command)) return { CallResult: command };
  const side = webhooks.event.members.Role.words.find((role) => command.startsWith(`${role}_`));
  return side === undefined ? { Event: command } : { Role: side, Event: command.slice(side.length + 1) };
}
