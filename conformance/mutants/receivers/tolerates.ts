import { webhooks } from '@trtc-call/spec/v1';
import { webhooks as webhooksV4 } from '@trtc-call/spec/v4';
import { readMembers } from '../../requirements/check/answer.ts';
import { type ReceivedRequest, type ReceiverTable, refuse, refused } from './mutant-receiver.ts';

const { status, event } = webhooks;
const { start, end } = webhooksV4;
const v4: readonly { readonly commands: readonly string[]; readonly members: object }[] =
  Object.values(webhooksV4);
const commands: readonly string[] = [...status.commands, ...event.commands];
const commandsV4 = v4.flatMap((family) => family.commands);
const members = Object.keys(event.members);
const parameters = Object.keys({ ...status.query, ...start.query });

const isStep = ({ body }: ReceivedRequest) => body.Event !== undefined;
const isV4 = ({ query }: ReceivedRequest) => query.has('CallbackCommand');
const isStart = ({ command }: ReceivedRequest) => start.commands.some((word) => word === command);
const readRecord = ({ body }: ReceivedRequest) => readMembers(body.CallRecord);
const readChange = ({ body: { ChangedUserList: list } }: ReceivedRequest) =>
  readMembers(Array.isArray(list) ? list[0] : undefined);

/** Receivers that refuse what may come. */
export const tolerates: ReceiverTable = {
  'RCT-010': {
    'only-known-parameters': refuse(({ query }) =>
      [...query.keys()].some((name) => !parameters.includes(name)),
    ),
  },
  'RCT-011': { 'wants-content-type': refuse(({ contentType }) => contentType === undefined) },
  'V1-RCT-001': {
    'only-known-commands': refuse(({ query }) => !commands.includes(query.get('command') ?? '')),
  },
  'V1-RCT-002': {
    'only-known-members': refuse(({ body }) => Object.keys(body).some((name) => !members.includes(name))),
  },
  'V1-RCT-003': { 'no-capitals': refuse(({ body }) => body.MediaType === 'Audio') },
  'V1-RCT-004': { 'wants-call-type': refuse(({ body }) => !body.CallType) },
  'V1-RCT-005': { 'wants-media-type': refuse((request) => isStep(request) && !request.body.MediaType) },
  'V1-RCT-006': {
    'wants-times': refuse((request) => !isStep(request) && request.body.StartCallTs === undefined),
  },
  'V1-RCT-007': {
    'wants-order-in-time': refuse(({ body }) => Number(body.EventTime) < Number(body.StartCallTs)),
  },
  'V1-RCT-008': { 'wants-ten-digits': refuse(({ body }) => String(body.EventTime).length !== 10) },
  'V1-RCT-009': {
    'wants-the-start-first': async ({ command, body }, { forward, memory }) => {
      if (command === 'caller_start_call') memory.add(String(body.CallId));
      return memory.has(String(body.CallId)) ? forward() : refused;
    },
  },
  'V1-RCT-012': { 'only-ascii': refuse(({ text }) => /[^\x20-\x7e]/.test(text)) },
  'V1-RCT-013': {
    'wants-every-member': refuse((request) => {
      const sample = isStep(request) ? event.examples.default : status.examples.default;
      return Object.keys(sample).some((name) => request.body[name] === undefined);
    }),
  },
  'V1-RCT-014': { 'wants-types': refuse(({ body }) => typeof body.TotalNum === 'string') },
  'V1-RCT-015': {
    'wants-possible-values': refuse(({ body }) => body.CallId === '' || Number(body.AcceptTs) < 0),
  },
  'V4-RCT-001': {
    'only-known-commands-of-v4': refuse((request) => isV4(request) && !commandsV4.includes(request.command)),
  },
  'V4-RCT-002': { 'only-known-members-of-v4': refuse(({ body }) => body.Region !== undefined) },
  'V4-RCT-003': {
    'wants-media-type-of-v4': refuse(
      (request) => isStart(request) && readMembers(request.body.CallInfo).MediaType === undefined,
    ),
  },
  'V4-RCT-004': { 'wants-accounts-as-text': refuse(({ text }) => /"User_Account":\d/.test(text)) },
  'V4-RCT-005': { 'knows-one-spelling': refuse((request) => readChange(request).ActionType === 'Answer') },
  'V4-RCT-006': { 'knows-no-offline': refuse((request) => readRecord(request).CallResult === 'Offline') },
  'V4-RCT-007': {
    'wants-results-as-text': refuse((request) => typeof readRecord(request).CallResult === 'number'),
  },
  'V4-RCT-008': {
    'wants-an-end-after-the-call': refuse(
      (request) => Number(request.body.EventTime) < Number(readRecord(request).EndTime) * 1000,
    ),
  },
  'V4-RCT-013': {
    'wants-every-member-of-v4': refuse(({ command, body }) => {
      const family = v4.find((webhook) => webhook.commands.includes(command)) ?? end;
      return Object.keys(family.members).some((name) => body[name] === undefined);
    }),
  },
  'V4-RCT-016': {
    'reads-one-question-mark': refuse(({ query }) =>
      [...query.values()].some((value) => value.includes('?')),
    ),
  },
  'V4-RCT-017': {
    'refuses-to-be-verified': async ({ query }, { forward }) =>
      query.size === 0 ? { ...refused, status: 400 } : forward(),
  },
};
