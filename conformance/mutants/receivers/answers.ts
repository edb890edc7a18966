import type { MutantReceiver } from './mutant-receiver.ts';
import { readCommand, refused } from './reply.ts';

const changed = async (forward: () => Promise<{ text: string }>, change: Record<string, unknown>) => {
  const { text } = await forward();
  return JSON.stringify({ ...JSON.parse(text), ...change });
};

export const answers: readonly MutantReceiver[] = [
  {
    id: 'knows-no-interruption',
    breaks: ['V1-RCA-001'],
    mutate: async ({ query }, { forward }) => (query.get('command') === 'interrupt' ? refused : forward()),
  },
  {
    id: 'knows-no-invitation',
    breaks: ['V1-RCA-002'],
    mutate: async ({ query }, { forward }) => (query.get('command') === 'invite_user' ? refused : forward()),
  },
  {
    id: 'answers-by-202',
    breaks: ['V1-RCA-003', 'V1-RCA-001', 'V4-RCA-003', 'V4-RCA-001'],
    mutate: async (_, { forward }) => ({ ...(await forward()), status: 202 }),
  },
  {
    id: 'code-as-text',
    breaks: ['V1-RCA-003'],
    mutate: async (_, { forward }) => ({
      ...(await forward()),
      text: await changed(forward, { ErrorCode: '0' }),
    }),
  },
  {
    id: 'empty-answer',
    breaks: ['V1-RCA-003', 'V1-RCA-004', 'V4-RCA-003'],
    mutate: async (_, { forward }) => ({ ...(await forward()), text: '' }),
  },
  {
    id: 'api-spelling',
    breaks: ['V1-RCA-003'],
    mutate: async (_, { forward }) => ({
      ...(await forward()),
      text: JSON.stringify({ errorCode: 0, errorMessage: 'Success' }),
    }),
  },
  {
    id: 'no-message',
    breaks: ['V1-RCA-004'],
    mutate: async (_, { forward }) => ({
      ...(await forward()),
      text: await changed(forward, { ErrorMessage: undefined }),
    }),
  },
  {
    id: 'html-answer',
    breaks: ['V1-RCA-005', 'V4-RCA-005'],
    mutate: async (_, { forward }) => ({ ...(await forward()), contentType: 'text/html' }),
  },
  {
    id: 'slow-for-one-word',
    breaks: ['V1-RCA-006', 'V4-RCA-006'],
    async mutate({ query }, { forward, wait }) {
      if (/^call_busy$|MemberChanged$/.test(readCommand(query))) await wait(1100);
      return forward();
    },
  },
  {
    id: 'second-on-connection',
    breaks: ['V1-RCA-007', 'V4-RCA-007'],
    intercept(request, response) {
      const isUsed = seen.has(request.socket);
      seen.add(request.socket);
      if (isUsed) response.end(refused.text);
      return isUsed;
    },
  },
];

const seen = new WeakSet<object>();
