import type { MutantReceiver, ReceiverReply } from './mutant-receiver.ts';
import { acknowledged, refused } from './reply.ts';

/** Works at fifty at a time, and gives the rest this reply. */
function whenBusy(reply: ReceiverReply): NonNullable<MutantReceiver['mutate']> {
  return async (_, { forward, together }) => ((await together(100)) > 50 ? reply : forward());
}

export const load: readonly MutantReceiver[] = [
  {
    id: 'fifty-at-a-time',
    breaks: ['V1-RCL-001', 'V4-RCL-001'],
    mutate: whenBusy(refused),
  },
  {
    id: 'drops-under-load',
    breaks: ['V1-RCL-002', 'V4-RCL-002'],
    mutate: whenBusy(acknowledged),
  },
  {
    id: 'one-behind-the-other',
    breaks: ['V1-RCL-003', 'V4-RCL-003'],
    intercept(request, response, receiver) {
      const before = queues.get(receiver) ?? Promise.resolve();
      const work = before.then(() => receiver.node(request, response));
      queues.set(receiver, work);
      return true;
    },
  },
  {
    id: 'waits-for-ever',
    breaks: ['V1-RCL-004', 'V4-RCL-004'],
    mutate: (_, { forward }) => forward(),
  },
  {
    id: 'dies-of-a-cut-body',
    breaks: ['V1-RCL-005', 'V4-RCL-005'],
    intercept(request, response, receiver) {
      request.once('close', () => {
        if (!request.complete) dead.add(receiver);
      });
      if (!dead.has(receiver)) return false;
      response.destroy();
      return true;
    },
  },
];

const dead = new WeakSet<object>();

const queues = new WeakMap<object, Promise<void>>();
