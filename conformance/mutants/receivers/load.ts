import type { MutantReceiver, ReceiverReply } from './mutant-receiver.ts';
import { acknowledged, refused } from './reply.ts';

/** Works at fifty at a time, and gives the rest this reply. */
function whenBusy(reply: ReceiverReply): NonNullable<MutantReceiver['mutate']> {
  return async (_, { forward, memory, wait }) => {
    const active = (memory.get('active') ?? 0) + 1;
    if (active > 50) return reply;
    memory.set('active', active);
    await wait(50);
    memory.set('active', (memory.get('active') ?? 1) - 1);
    return forward();
  };
}

export const load: readonly MutantReceiver[] = [
  {
    id: 'fifty-at-a-time',
    breaks: ['V1-RCL-001'],
    description: 'refuses what comes while fifty others are at work',
    mutate: whenBusy(refused),
  },
  {
    id: 'drops-under-load',
    breaks: ['V1-RCL-002'],
    description: 'acknowledges what comes while fifty others are at work, and drops it',
    mutate: whenBusy(acknowledged),
  },
  {
    id: 'one-behind-the-other',
    breaks: ['V1-RCL-003'],
    description: 'begins with a request when the one before it has ended',
    intercept(request, response, receiver) {
      const before = queues.get(receiver) ?? Promise.resolve();
      const work = before.then(() => receiver.node(request, response));
      queues.set(receiver, work);
      return true;
    },
  },
  {
    id: 'waits-for-ever',
    breaks: ['V1-RCL-004'],
    description: 'waits for a body for as long as the connection lasts',
    // A mutant is asked when the whole body has come.
    mutate: (_, { forward }) => forward(),
  },
];

const queues = new WeakMap<object, Promise<void>>();
