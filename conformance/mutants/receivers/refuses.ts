import type { MutantReceiver } from './mutant-receiver.ts';
import { acknowledged } from './reply.ts';

const right = (query: URLSearchParams): URLSearchParams => {
  const changed = new URLSearchParams(query);
  changed.delete('sdkappid');
  changed.set('sdkappid', '1400000000');
  return changed;
};

export const refuses: readonly MutantReceiver[] = [
  {
    id: 'takes-every-app',
    breaks: ['V1-RCR-001', 'V1-RCR-002', 'V1-RCR-003'],
    mutate: async ({ query }, { forward }) => forward({ query: right(query) }),
  },
  {
    id: 'acknowledges-other-apps',
    breaks: ['V1-RCR-002'],
    async mutate({ query }, { forward }) {
      const reply = await forward();
      return query.get('sdkappid') === '1400000000' ? reply : acknowledged;
    },
  },
  {
    id: 'first-app-of-two',
    breaks: ['V1-RCR-003'],
    async mutate({ query }, { forward }) {
      const [first] = query.getAll('sdkappid');
      return first === '1400000000' ? forward({ query: right(query) }) : forward();
    },
  },
  {
    id: 'acknowledges-anything',
    breaks: ['V1-RCR-004', 'V1-RCR-005'],
    async mutate(_, { forward }) {
      await forward();
      return acknowledged;
    },
  },
  {
    id: 'dies-of-cut-json',
    breaks: ['V1-RCR-004'],
    async mutate({ text, body }, { forward, memory }) {
      if (text !== '' && Object.keys(body).length === 0) memory.set('dead', 1);
      return memory.has('dead') ? acknowledged : forward();
    },
  },
  {
    id: 'takes-every-method',
    breaks: ['V1-RCR-005'],
    mutate: async ({ method }, { forward }) => (method === 'POST' ? forward() : acknowledged),
  },
  {
    id: 'takes-any-length',
    breaks: ['V1-RCR-006'],
    mutate: async ({ text }, { forward }) => (text.length > 1_000_000 ? acknowledged : forward()),
  },
  {
    id: 'dies-of-garbage',
    breaks: ['V1-RCR-007'],
    diesOfGarbage: true,
  },
];
