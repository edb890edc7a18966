import { webhooks } from '@trtc-call/spec/v1';
import { webhooks as webhooksV4 } from '@trtc-call/spec/v4';
import type { MutantReceiver, ReceivedRequest } from './mutant-receiver.ts';
import { refused, refusing } from './reply.ts';

const commands: ReadonlySet<string> = new Set([...webhooks.status.commands, ...webhooks.event.commands]);
const members: ReadonlySet<string> = new Set(Object.keys(webhooks.event.members));
const parameters: ReadonlySet<string> = new Set(
  Object.keys({ ...webhooks.status.query, ...webhooksV4.start.query }),
);

const isStep = ({ body }: ReceivedRequest) => body.Event !== undefined;

export const tolerates: readonly MutantReceiver[] = [
  refusing('only-known-commands', 'V1-RCT-001', ({ query }) => !commands.has(query.get('command') ?? '')),
  refusing('only-known-members', 'V1-RCT-002', ({ body }) =>
    Object.keys(body).some((name) => !members.has(name)),
  ),
  refusing('no-capitals', 'V1-RCT-003', ({ body }) => body.MediaType === 'Audio'),
  refusing('wants-call-type', 'V1-RCT-004', ({ body }) => !body.CallType),
  refusing('wants-media-type', 'V1-RCT-005', (request) => isStep(request) && !request.body.MediaType),
  refusing(
    'wants-times',
    'V1-RCT-006',
    (request) => !isStep(request) && request.body.StartCallTs === undefined,
  ),
  refusing(
    'wants-order-in-time',
    'V1-RCT-007',
    ({ body }) => Number(body.EventTime) < Number(body.StartCallTs),
  ),
  refusing('wants-ten-digits', 'V1-RCT-008', ({ body }) => String(body.EventTime).length !== 10),
  {
    id: 'wants-the-start-first',
    breaks: ['V1-RCT-009'],
    async mutate({ query, body }, { forward, memory }) {
      if (query.get('command') === 'caller_start_call') memory.set(String(body.CallId), 1);
      return memory.has(String(body.CallId)) ? forward() : refused;
    },
  },
  refusing('only-known-parameters', ['V1-RCT-010', 'V4-RCT-010'], ({ query }) =>
    [...query.keys()].some((name) => !parameters.has(name)),
  ),
  refusing(
    'wants-content-type',
    ['V1-RCT-011', 'V4-RCT-011'],
    ({ contentType }) => contentType === undefined,
  ),
  refusing('only-ascii', 'V1-RCT-012', ({ text }) => /[^\x20-\x7e]/.test(text)),
  refusing('wants-every-member', 'V1-RCT-013', (request) => {
    const { status, event } = webhooks;
    const sample = isStep(request) ? event.examples.default : status.examples.default;
    return Object.keys(sample).some((name) => request.body[name] === undefined);
  }),
  refusing('wants-types', 'V1-RCT-014', ({ body }) => typeof body.TotalNum === 'string'),
  refusing(
    'wants-possible-values',
    'V1-RCT-015',
    ({ body }) => body.CallId === '' || Number(body.AcceptTs) < 0,
  ),
];
