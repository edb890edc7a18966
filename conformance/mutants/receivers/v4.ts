import { isObject } from '@trtc-call/reporting/values';
import { webhooks } from '@trtc-call/spec/v4';
import type { MutantReceiver, ReceivedRequest } from './mutant-receiver.ts';
import { acknowledged, refused, refusing } from './reply.ts';

const { start, member, end } = webhooks;
const commands: ReadonlySet<string> = new Set(
  Object.values(webhooks).flatMap(({ commands }) => [...commands]),
);

const isOf = (
  { query }: ReceivedRequest,
  { commands: [command] }: { readonly commands: readonly string[] },
) => query.get('CallbackCommand') === command;
const membersOf = (value: unknown): Readonly<Record<string, unknown>> =>
  isObject(value) ? { ...value } : {};
const recordOf = ({ body }: ReceivedRequest) => membersOf(body.CallRecord);
const changeOf = ({ body: { ChangedUserList: list } }: ReceivedRequest) =>
  membersOf(Array.isArray(list) ? list[0] : undefined);

/** The answers of the right receiver with other members, to webhooks of v4. */
const answering = (id: string, change: Readonly<Record<string, unknown>>): MutantReceiver => ({
  id,
  breaks: ['V4-RCA-003'],
  async mutate(_, { forward }) {
    const reply = await forward();
    return { ...reply, text: JSON.stringify({ ...JSON.parse(reply.text), ...change }) };
  },
});

/** Handles one webhook of each group of those that agree in this, and acknowledges the rest. */
const onePer = (
  id: string,
  breaks: MutantReceiver['breaks'],
  findKey: (request: ReceivedRequest) => unknown,
): MutantReceiver => ({
  id,
  breaks,
  async mutate(request, { forward, memory }) {
    const key = JSON.stringify(findKey(request));
    if (memory.has(key)) return acknowledged;
    memory.set(key, 1);
    return forward();
  },
});

/** Broken receivers of v4. */
export const ofV4: readonly MutantReceiver[] = [
  refusing('knows-no-changes', 'V4-RCA-001', (request) => isOf(request, member)),
  answering('answers-as-v1', { ActionStatus: undefined, ErrorInfo: undefined, ErrorMessage: 'Success' }),
  answering('no-error-info', { ErrorInfo: undefined }),
  answering('fails-in-words', { ActionStatus: 'FAIL' }),
  onePer('one-per-call-of-v4', ['V4-RCO-007', 'V4-RCO-010'], ({ callId }) => callId),
  onePer('one-per-step', ['V4-RCO-010'], ({ query, callId }) => [callId, query.get('CallbackCommand')]),
  onePer('one-per-user', ['V4-RCO-010'], (request) => [
    request.callId,
    request.query.get('CallbackCommand'),
    changeOf(request).User_Account,
  ]),
  refusing('only-known-commands-of-v4', 'V4-RCT-001', ({ query }) => {
    const command = query.get('CallbackCommand');
    return command !== null && !commands.has(command);
  }),
  refusing('only-known-members-of-v4', 'V4-RCT-002', ({ body }) => body.Region !== undefined),
  refusing('wants-media-type-of-v4', 'V4-RCT-003', (request) => {
    return isOf(request, start) && membersOf(request.body.CallInfo).MediaType === undefined;
  }),
  refusing('wants-accounts-as-text', 'V4-RCT-004', ({ text }) => /"User_Account":\d/.test(text)),
  refusing('knows-one-spelling', 'V4-RCT-005', (request) => changeOf(request).ActionType === 'Answer'),
  refusing('knows-no-offline', 'V4-RCT-006', (request) => recordOf(request).CallResult === 'Offline'),
  refusing('wants-results-as-text', 'V4-RCT-007', (request) => {
    return typeof recordOf(request).CallResult === 'number';
  }),
  refusing('wants-an-end-after-the-call', 'V4-RCT-008', (request) => {
    return Number(request.body.EventTime) < Number(recordOf(request).EndTime) * 1000;
  }),
  refusing('wants-every-member-of-v4', 'V4-RCT-013', (request) => {
    const { members } = Object.values(webhooks).find((family) => isOf(request, family)) ?? end;
    return Object.keys(members).some((name) => request.body[name] === undefined);
  }),
  {
    id: 'reads-one-question-mark',
    breaks: ['V4-RCT-016'],
    mutate: async ({ query }, { forward }) =>
      [...query.values()].some((value) => value.includes('?')) ? refused : forward(),
  },
  {
    id: 'refuses-to-be-verified',
    breaks: ['V4-RCT-017'],
    mutate: async ({ query }, { forward }) => (query.size === 0 ? { ...refused, status: 400 } : forward()),
  },
];
