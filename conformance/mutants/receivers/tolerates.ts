import { webhooks } from '@trtc-call/spec/v1';
import type { MutantReceiver, ReceivedRequest } from './mutant-receiver.ts';
import { refused } from './reply.ts';

const commands: ReadonlySet<string> = new Set([...webhooks.status.commands, ...webhooks.event.commands]);
const members: ReadonlySet<string> = new Set(Object.keys(webhooks.event.members));
const parameters: ReadonlySet<string> = new Set(Object.keys(webhooks.status.query));

/** A receiver that refuses what meets the condition. */
function refusing(
  id: string,
  requirement: MutantReceiver['breaks'][number],
  description: string,
  condition: (request: ReceivedRequest) => boolean,
): MutantReceiver {
  return {
    id,
    breaks: [requirement],
    description,
    mutate: async (request, { forward }) => (condition(request) ? refused : forward()),
  };
}

const isStep = ({ body }: ReceivedRequest) => body.Event !== undefined;

export const tolerates: readonly MutantReceiver[] = [
  refusing(
    'only-known-commands',
    'V1-RCT-001',
    'refuses a command word that it does not know',
    ({ query }) => !commands.has(query.get('command') ?? ''),
  ),
  refusing(
    'only-known-members',
    'V1-RCT-002',
    'refuses a body with a member that it does not know',
    ({ body }) => Object.keys(body).some((name) => !members.has(name)),
  ),
  refusing(
    'no-capitals',
    'V1-RCT-003',
    'refuses words in capitals',
    ({ body }) => body.MediaType === 'Audio',
  ),
  refusing('wants-call-type', 'V1-RCT-004', 'refuses a body without CallType', ({ body }) => !body.CallType),
  refusing(
    'wants-media-type',
    'V1-RCT-005',
    'refuses an event without MediaType',
    (request) => isStep(request) && !request.body.MediaType,
  ),
  refusing(
    'wants-times',
    'V1-RCT-006',
    'refuses a status webhook without times',
    (request) => !isStep(request) && request.body.StartCallTs === undefined,
  ),
  refusing(
    'wants-order-in-time',
    'V1-RCT-007',
    'refuses an event before the start of its call',
    ({ body }) => Number(body.EventTime) < Number(body.StartCallTs),
  ),
  refusing(
    'wants-ten-digits',
    'V1-RCT-008',
    'refuses an EventTime of another length',
    ({ body }) => String(body.EventTime).length !== 10,
  ),
  {
    id: 'wants-the-start-first',
    breaks: ['V1-RCT-009'],
    description: 'refuses a step of a call whose start has not come',
    async mutate({ query, body }, { forward, memory }) {
      if (query.get('command') === 'caller_start_call') memory.set(String(body.CallId), 1);
      return memory.has(String(body.CallId)) ? forward() : refused;
    },
  },
  refusing(
    'only-known-parameters',
    'V1-RCT-010',
    'refuses a query with a parameter that it does not know',
    ({ query }) => [...query.keys()].some((name) => !parameters.has(name)),
  ),
  refusing(
    'wants-content-type',
    'V1-RCT-011',
    'refuses a webhook without a Content-Type header',
    ({ contentType }) => contentType === undefined,
  ),
  refusing('only-ascii', 'V1-RCT-012', 'refuses names that are not ASCII', ({ text }) =>
    /[^\x20-\x7e]/.test(text),
  ),
  refusing(
    'wants-every-member',
    'V1-RCT-013',
    'refuses a body that lacks a member of the printed sample',
    (request) => {
      const { status, event } = webhooks;
      const sample = isStep(request) ? event.examples.default : status.examples.default;
      return Object.keys(sample).some((name) => request.body[name] === undefined);
    },
  ),
  refusing(
    'wants-types',
    'V1-RCT-014',
    'refuses a member of another type than in the table',
    ({ body }) => typeof body.TotalNum === 'string',
  ),
  refusing(
    'wants-possible-values',
    'V1-RCT-015',
    'refuses an empty id and a negative time',
    ({ body }) => body.CallId === '' || Number(body.AcceptTs) < 0,
  ),
];
