// What every runtime with `fetch` handlers is asked to do with webhooks. It is copied beside the installed packages or
// bundled, so that it may import nothing but them.
import { createReceiver } from '@trtc-call/webhooks';
import { deliver, webhookOf } from '@trtc-call/webhooks/send';

export interface ReceiverProgramOutput {
  /** What the runtime says that it is. */
  userAgent: string;
  /** The calls that were handled. */
  handled: string[];
  /** HTTP status and ErrorCode of: a webhook, its repetition, another app, a wrong path, a wrong address, a body that is no JSON. */
  answers: string[];
}

const sdkAppId = 1400000000;
const secret = 'a-secret-of-16-characters';

export async function runReceiverProgram(): Promise<ReceiverProgramOutput> {
  const handled: string[] = [];
  const receiver = createReceiver({
    sdkAppId,
    secret,
    allow: ['203.0.113.0/24'],
    on: { normal_end: ({ CallId }) => handled.push(CallId) },
    onOutcome: () => {},
  });
  const answers: string[] = [];
  const send = async (change: { app?: number; path?: string; address?: string; body?: string } = {}) => {
    const { app = sdkAppId, path = secret, address = '203.0.113.7', body } = change;
    const webhook = webhookOf({ command: 'normal_end', sdkAppId: app, body: { CallId: 'call 1' } });
    const { attempts } = await deliver(body === undefined ? webhook : { ...webhook, body }, {
      to: `https://receiver.example/hooks/${path}`,
      fetch: (request) => receiver.fetch(request, { address }),
      waitsSeconds: [0],
    }).done;
    answers.push(`${attempts[0]?.status} ${attempts[0]?.errorCode}`);
  };
  await send();
  await send();
  await send({ app: 5 });
  await send({ path: 'guessed' });
  await send({ address: '198.51.100.1' });
  await send({ body: 'no json' });
  return { userAgent: navigator.userAgent, handled, answers };
}
