import { createHash } from 'node:crypto';
import { webhooks } from '@trtc-call/spec/v4';
import type { Sender } from '../send/webhook.ts';

type QueryName = keyof (typeof webhooks)['start']['query'];

const { start, end, member } = webhooks;
const families = [start, end, member];
const signature = { sign: 'Sign', time: 'RequestTime' } as const satisfies Record<string, QueryName>;

/** How webhooks of v4 are sent. @see https://trtc.io/document/68933 */
export const v4: Sender = {
  generation: 'v4',
  commands: families.flatMap(({ commands }) => commands),
  query: {
    app: 'SdkAppid',
    command: 'CallbackCommand',
    contentType: 'contenttype',
    clientIp: 'ClientIP',
    platform: 'OptPlatform',
  } satisfies Record<string, QueryName>,

  findSample(command) {
    const { query, examples } = families.find(({ commands: [word] }) => word === command) ?? member;
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
    const isOf = ({ commands: [word] }: { readonly commands: readonly string[] }) => word === command;
    const call = isOf(start) ? { CallInfo: CallId } : isOf(end) ? { CallRecord: CallId } : CallId;
    return { CallbackCommand: command, ...call };
  },

  // The pages state no repetition: one attempt (V4-38).
  waitsSeconds: [0],
  repeatsRefused: false,
  attemptMilliseconds: 2000,

  // All three members of the answer are required (68933).
  findProblem(answer) {
    const { ActionStatus, ErrorInfo } = answer;
    if (ActionStatus !== 'OK') return `ActionStatus ${JSON.stringify(ActionStatus) ?? 'is missing'}`;
    return typeof ErrorInfo === 'string' ? undefined : 'the answer has no ErrorInfo that is a text';
  },

  sign(token, seconds) {
    const digest = createHash('sha256').update(`${token}${seconds}`).digest('hex');
    return { [signature.sign]: digest, [signature.time]: String(seconds) };
  },
};
