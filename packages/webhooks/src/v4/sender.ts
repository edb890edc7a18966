import { webhooks } from '@trtc-call/spec/v4';
import type { Sender } from '../send/webhook.ts';
import { v4 as contract, findFamily } from './contract.ts';

/** How webhooks of v4 are sent. @see https://trtc.io/document/68933 */
export const v4: Sender = {
  contract,

  findSample(command) {
    const { query, examples } = webhooks[findFamily(command) ?? 'member'];
    return { query, body: examples.default };
  },

  moveTimes(at, body) {
    const by = at - Math.floor(Number(Reflect.get(body, 'EventTime')) / 1000);
    // An unanswered call has 0 as the time of its answer.
    const move = (name: string, value: unknown): unknown => {
      if (name === 'EventTime') return at * 1000;
      if (name === 'CallRecord') return moveAll(value);
      return typeof value === 'number' && value > 0 && name.endsWith('Time') ? value + by : value;
    };
    const moveAll = (value: unknown): object =>
      Object.fromEntries(Object.entries(Object(value)).map(([name, each]) => [name, move(name, each)]));
    return moveAll(body);
  },

  writeMembers(command, callId) {
    const CallId = callId === undefined ? {} : { CallId: callId };
    const places = { start: { CallInfo: CallId }, end: { CallRecord: CallId }, member: CallId };
    return { CallbackCommand: command, ...places[findFamily(command) ?? 'member'] };
  },

  repeatsRefused: false,
  attemptMilliseconds: 2000,

  // All three members of the answer are required (68933).
  findProblem(answer) {
    const { ActionStatus, ErrorInfo } = answer;
    if (ActionStatus !== 'OK') return `ActionStatus ${JSON.stringify(ActionStatus) ?? 'is missing'}`;
    return typeof ErrorInfo === 'string' ? undefined : 'the answer has no ErrorInfo that is a text';
  },
};
