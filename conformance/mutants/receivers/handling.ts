import {
  acknowledge,
  acknowledged,
  handleOncePer,
  type MutateWebhook,
  type ReceivedRequest,
  type ReceiverReply,
  type ReceiverTable,
  refused,
} from './mutant-receiver.ts';

/** Forwards one webhook of those that agree in this, and acknowledges the rest. */
function forwardOncePer(findKey: (request: ReceivedRequest) => unknown): MutateWebhook {
  return async (request, { forward, memory }) => {
    const key = JSON.stringify(findKey(request));
    if (memory.has(key)) return acknowledged;
    memory.add(key);
    return forward();
  };
}

function readUser({ body: { ChangedUserList: list } }: ReceivedRequest): unknown {
  return Array.isArray(list) ? Object(list[0]).User_Account : undefined;
}

/** Each event once, broken. */
export const once: ReceiverTable = {
  'RCO-001': {
    'refuses-repetitions': async ({ text }, { forward, memory }) => {
      if (memory.has(text)) return refused;
      memory.add(text);
      return forward();
    },
  },
  'RCO-002': { 'acknowledges-and-forgets': acknowledge(({ command }) => /^calle|EndCall$/.test(command)) },
  'RCO-003 RCO-004 RCO-005': {
    'handles-each-delivery': async ({ callId }, { handle }) => {
      handle(callId);
      return acknowledged;
    },
  },
  'RCO-004': {
    'looks-before-it-handles': async ({ text, callId }, { handle, memory, together }) => {
      if (memory.has(text)) return acknowledged;
      await together(10);
      handle(callId);
      memory.add(text);
      return acknowledged;
    },
  },
  'RCO-005': { 'query-makes-it-new': handleOncePer(({ query, text }) => `${query} ${text}`) },
  'V1-RCO-006': { 'capitals-make-it-new': handleOncePer(({ text }) => text) },
  'V1-RCO-007': { 'one-per-call': handleOncePer(({ command, callId }) => [command, callId]) },
  'V4-RCO-007 V4-RCO-010': { 'one-per-call-of-v4': forwardOncePer(({ callId }) => callId) },
  'RCO-008': {
    'hides-failures': async (_, { forward }) => {
      await forward();
      return acknowledged;
    },
  },
  'RCO-009': {
    'never-again': async ({ text }, { forward, memory }) => {
      if (memory.has(text)) return refused;
      const reply = await forward();
      if (reply.text.includes('"ErrorCode":1')) memory.add(text);
      return reply;
    },
    'marks-before-it-handles': forwardOncePer(({ text }) => text),
  },
  'V1-RCO-010': {
    'one-per-call-and-role': handleOncePer(({ command, body }) => [command, body.CallId, body.Role]),
    'one-per-call-and-user': handleOncePer(({ command, body }) => [command, body.CallId, body.UserId]),
  },
  'V4-RCO-010': {
    'one-per-step': forwardOncePer(({ callId, command }) => [callId, command]),
    'one-per-user': forwardOncePer((request) => [request.callId, request.command, readUser(request)]),
  },
  'V1-RCO-011': {
    'acknowledges-what-is-at-work': async ({ text }, { forward, memory, together }) => {
      const isAlone = !memory.has(text);
      memory.add(text);
      const done = together(10);
      if (!isAlone) return acknowledged;
      await done;
      const reply = await forward();
      memory.delete(text);
      return reply;
    },
  },
  'V1-RCO-012': {
    'acknowledges-odd-members-unhandled': acknowledge(({ body }) => typeof body.TotalNum === 'string'),
  },
  'V1-RCO-013': {
    'takes-odd-webhooks-for-one': async (request, tools) =>
      request.body.MediaType === undefined
        ? forwardOncePer(({ body }) => body.CallId)(request, tools)
        : tools.forward(),
  },
};

/** Works at fifty at a time, and gives the rest this reply. */
function whenBusy(reply: ReceiverReply): MutateWebhook {
  return async (_, { forward, together }) => ((await together(100)) > 50 ? reply : forward());
}

const dead = new WeakSet<object>();
const queues = new WeakMap<object, Promise<void>>();

/** Many at a time, and those that never end, handled badly. */
export const load: ReceiverTable = {
  'RCL-001': { 'fifty-at-a-time': whenBusy(refused) },
  'RCL-002': { 'drops-under-load': whenBusy(acknowledged) },
  'RCL-003': {
    'one-behind-the-other': {
      intercept(request, response, receiver) {
        const before = queues.get(receiver) ?? Promise.resolve();
        const work = before.then(() => receiver.node(request, response));
        queues.set(receiver, work);
        return true;
      },
    },
  },
  // A mutant reads the body to its end before it forwards anything.
  'RCL-004': { 'waits-for-ever': (_, { forward }) => forward() },
  'RCL-005': {
    'dies-of-a-cut-body': {
      intercept(request, response, receiver) {
        request.once('close', () => {
          if (!request.complete) dead.add(receiver);
        });
        if (!dead.has(receiver)) return false;
        response.destroy();
        return true;
      },
    },
  },
};
