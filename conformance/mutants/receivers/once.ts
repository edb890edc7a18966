import type { MutantReceiver, ReceivedRequest } from './mutant-receiver.ts';
import { acknowledged, readCommand, refused } from './reply.ts';

/** What is the same for each delivery of a webhook, for a receiver that looks at the text alone. */
const isFirst = (memory: Map<string, number>, key: string): boolean => {
  const times = (memory.get(key) ?? 0) + 1;
  memory.set(key, times);
  return times === 1;
};

/** A receiver that merges webhooks of a command that agree in this. */
function onePer(
  what: string,
  requirement: MutantReceiver['breaks'][number],
  findKey: (request: ReceivedRequest) => unknown,
): MutantReceiver {
  return {
    id: `one-per-${what}`,
    breaks: [requirement],
    async mutate(request, { handle, memory }) {
      const { query, callId } = request;
      if (isFirst(memory, `${readCommand(query)} ${findKey(request)}`)) handle(callId);
      return acknowledged;
    },
  };
}

export const once: readonly MutantReceiver[] = [
  {
    id: 'refuses-repetitions',
    breaks: ['V1-RCO-001', 'V4-RCO-001'],
    mutate: async ({ text }, { forward, memory }) => (isFirst(memory, text) ? forward() : refused),
  },
  {
    id: 'acknowledges-and-forgets',
    breaks: ['V1-RCO-002', 'V4-RCO-002'],
    mutate: async ({ query }, { forward }) =>
      /^calle|EndCall$/.test(readCommand(query)) ? acknowledged : forward(),
  },
  {
    id: 'handles-each-delivery',
    breaks: ['V1-RCO-003', 'V1-RCO-004', 'V1-RCO-005', 'V4-RCO-003', 'V4-RCO-004', 'V4-RCO-005'],
    async mutate({ callId }, { handle }) {
      handle(callId);
      return acknowledged;
    },
  },
  {
    id: 'looks-before-it-handles',
    breaks: ['V1-RCO-004', 'V4-RCO-004'],
    async mutate({ text, callId }, { handle, memory, together }) {
      if (memory.has(text)) return acknowledged;
      await together(10);
      handle(callId);
      memory.set(text, 1);
      return acknowledged;
    },
  },
  {
    id: 'query-makes-it-new',
    breaks: ['V1-RCO-005', 'V4-RCO-005'],
    async mutate({ text, query, callId }, { handle, memory }) {
      if (isFirst(memory, `${query} ${text}`)) handle(callId);
      return acknowledged;
    },
  },
  {
    id: 'capitals-make-it-new',
    breaks: ['V1-RCO-006'],
    async mutate({ text, callId }, { handle, memory }) {
      if (isFirst(memory, text)) handle(callId);
      return acknowledged;
    },
  },
  onePer('call', 'V1-RCO-007', ({ body }) => body.CallId),
  onePer('call-and-role', 'V1-RCO-010', ({ body }) => [body.CallId, body.Role].join()),
  onePer('call-and-user', 'V1-RCO-010', ({ body }) => [body.CallId, body.UserId].join()),
  {
    id: 'hides-failures',
    breaks: ['V1-RCO-008', 'V4-RCO-008'],
    async mutate(_, { forward }) {
      await forward();
      return acknowledged;
    },
  },
  {
    id: 'never-again',
    breaks: ['V1-RCO-009', 'V4-RCO-009'],
    async mutate({ text }, { forward, memory }) {
      if (memory.has(text)) return refused;
      const reply = await forward();
      if (reply.text.includes('"ErrorCode":1')) memory.set(text, 1);
      return reply;
    },
  },
  {
    id: 'marks-before-it-handles',
    breaks: ['V1-RCO-009', 'V4-RCO-009'],
    async mutate({ text }, { forward, memory }) {
      if (!isFirst(memory, text)) return acknowledged;
      return forward();
    },
  },
  {
    id: 'acknowledges-what-is-at-work',
    breaks: ['V1-RCO-011'],
    async mutate({ text }, { forward, memory, together }) {
      const isAlone = isFirst(memory, text);
      const done = together(10);
      if (!isAlone) return acknowledged;
      await done;
      const reply = await forward();
      memory.delete(text);
      return reply;
    },
  },
  {
    id: 'acknowledges-odd-members-unhandled',
    breaks: ['V1-RCO-012'],
    mutate: async ({ body }, { forward }) => (typeof body.TotalNum === 'string' ? acknowledged : forward()),
  },
  {
    id: 'takes-odd-webhooks-for-one',
    breaks: ['V1-RCO-013'],
    async mutate({ body }, { forward, memory }) {
      const key = String(body.CallId);
      if (body.MediaType !== undefined) return forward();
      if (memory.has(key)) return acknowledged;
      memory.set(key, 1);
      return forward();
    },
  },
];
