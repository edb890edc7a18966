import type { MutantReceiver } from './mutant-receiver.ts';
import { acknowledged } from './reply.ts';

/** The names of the app in both generations. */
const names = ['sdkappid', 'SdkAppid'];
const ownApp = '1400000000';

/** The query with the app of the receiver, in the generation of its command. */
const right = (query: URLSearchParams): URLSearchParams => {
  const changed = new URLSearchParams(query);
  for (const name of names) changed.delete(name);
  changed.set(query.has('command') ? 'sdkappid' : 'SdkAppid', ownApp);
  return changed;
};

const listApps = (query: URLSearchParams): string[] => names.flatMap((name) => query.getAll(name));

export const refuses: readonly MutantReceiver[] = [
  {
    id: 'takes-every-app',
    breaks: ['V1-RCR-001', 'V1-RCR-002', 'V1-RCR-003', 'V4-RCR-001', 'V4-RCR-002', 'V4-RCR-003'],
    mutate: async ({ query }, { forward }) => forward({ query: right(query) }),
  },
  {
    id: 'acknowledges-other-apps',
    breaks: ['V1-RCR-002', 'V4-RCR-002'],
    async mutate({ query }, { forward }) {
      const reply = await forward();
      return listApps(query)[0] === ownApp ? reply : acknowledged;
    },
  },
  {
    id: 'first-app-of-two',
    breaks: ['V1-RCR-003', 'V4-RCR-003'],
    async mutate({ query }, { forward }) {
      const [first] = listApps(query);
      return first === ownApp ? forward({ query: right(query) }) : forward();
    },
  },
  {
    id: 'acknowledges-anything',
    breaks: ['V1-RCR-004', 'V1-RCR-005', 'V4-RCR-004', 'V4-RCR-005'],
    async mutate(_, { forward }) {
      await forward();
      return acknowledged;
    },
  },
  {
    id: 'dies-of-cut-json',
    breaks: ['V1-RCR-004', 'V4-RCR-004'],
    async mutate({ text, body }, { forward, memory }) {
      if (text !== '' && Object.keys(body).length === 0) memory.set('dead', 1);
      return memory.has('dead') ? acknowledged : forward();
    },
  },
  {
    id: 'takes-every-method',
    breaks: ['V1-RCR-005', 'V4-RCR-005'],
    mutate: async ({ method }, { forward }) => (method === 'POST' ? forward() : acknowledged),
  },
  {
    id: 'takes-any-length',
    breaks: ['V1-RCR-006', 'V4-RCR-006'],
    mutate: async ({ text }, { forward }) => (text.length > 1_000_000 ? acknowledged : forward()),
  },
  {
    id: 'dies-of-garbage',
    breaks: ['V1-RCR-007', 'V4-RCR-007'],
    diesOfGarbage: true,
  },
];
