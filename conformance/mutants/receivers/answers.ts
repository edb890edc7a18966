import {
  acknowledge,
  acknowledged,
  type MutateWebhook,
  type ReceiverReply,
  type ReceiverTable,
  refuse,
  refused,
} from './mutant-receiver.ts';

function answer(change: (reply: ReceiverReply) => Partial<ReceiverReply>): MutateWebhook {
  return async (_, { forward }) => {
    const reply = await forward();
    return { ...reply, ...change(reply) };
  };
}

/** Answers with other members than the right receiver; one that is undefined is left out. */
function answerMembers(change: Readonly<Record<string, unknown>>): MutateWebhook {
  return answer(({ text }) => ({ text: JSON.stringify({ ...JSON.parse(text), ...change }) }));
}

const seen = new WeakSet<object>();

/** How a receiver answers, broken. */
export const answers: ReceiverTable = {
  'V1-RCA-001': { 'knows-no-interruption': refuse(({ command }) => command === 'interrupt') },
  'V4-RCA-001': { 'knows-no-changes': refuse(({ command }) => command.endsWith('MemberChanged')) },
  'V1-RCA-002': { 'knows-no-invitation': refuse(({ command }) => command === 'invite_user') },
  'RCA-001 RCA-003': { 'answers-by-202': answer(() => ({ status: 202 })) },
  'RCA-003': { 'code-as-text': answerMembers({ ErrorCode: '0' }) },
  'RCA-003 V1-RCA-004': { 'empty-answer': answer(() => ({ text: '' })) },
  'V1-RCA-003': {
    'api-spelling': answer(() => ({ text: JSON.stringify({ errorCode: 0, errorMessage: 'Success' }) })),
  },
  'V4-RCA-003': {
    'answers-as-v1': answerMembers({
      ActionStatus: undefined,
      ErrorInfo: undefined,
      ErrorMessage: 'Success',
    }),
    'no-error-info': answerMembers({ ErrorInfo: undefined }),
    'fails-in-words': answerMembers({ ActionStatus: 'FAIL' }),
  },
  'V1-RCA-004': { 'no-message': answerMembers({ ErrorMessage: undefined }) },
  'RCA-005': { 'html-answer': answer(() => ({ contentType: 'text/html' })) },
  'RCA-006': {
    'slow-for-one-word': async ({ command }, { forward, wait }) => {
      if (/^call_busy$|MemberChanged$/.test(command)) await wait(1100);
      return forward();
    },
  },
  'RCA-007': {
    'second-on-connection': {
      intercept(request, response) {
        const isUsed = seen.has(request.socket);
        seen.add(request.socket);
        if (isUsed) response.end(refused.text);
        return isUsed;
      },
    },
  },
};

const names = ['sdkappid', 'SdkAppid'];
const ownApp = '1400000000';

/** The query with the app of the receiver, in the generation of its command. */
function withOwnApp(query: URLSearchParams): URLSearchParams {
  const changed = new URLSearchParams(query);
  for (const name of names) changed.delete(name);
  changed.set(query.has('command') ? 'sdkappid' : 'SdkAppid', ownApp);
  return changed;
}

const firstApp = (query: URLSearchParams) => names.flatMap((name) => query.getAll(name))[0];

/** What must not be taken for a webhook of the vendor, taken for one. */
export const refuses: ReceiverTable = {
  'RCR-001 RCR-002 RCR-003': {
    'takes-every-app': async ({ query }, { forward }) => forward(withOwnApp(query)),
  },
  'RCR-002': {
    'acknowledges-other-apps': async ({ query }, { forward }) => {
      const reply = await forward();
      return firstApp(query) === ownApp ? reply : acknowledged;
    },
  },
  'RCR-003': {
    'first-app-of-two': async ({ query }, { forward }) =>
      forward(firstApp(query) === ownApp ? withOwnApp(query) : query),
  },
  'RCR-004 RCR-005': { 'acknowledges-anything': answer(() => acknowledged) },
  'RCR-004': {
    'dies-of-cut-json': async ({ text, body }, { forward, memory }) => {
      if (text !== '' && Object.keys(body).length === 0) memory.add('dead');
      return memory.has('dead') ? acknowledged : forward();
    },
  },
  'RCR-005': { 'takes-every-method': acknowledge(({ method }) => method !== 'POST') },
  'RCR-006': { 'takes-any-length': acknowledge(({ text }) => text.length > 1_000_000) },
  'RCR-007': { 'dies-of-garbage': { diesOfGarbage: true } },
};
