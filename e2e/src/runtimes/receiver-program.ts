// What every runtime with `fetch` handlers is asked to do with webhooks. It is copied beside the installed packages or
// bundled, so that it may import nothing but them.
import { createReceiver } from '@trtc-call/webhooks';
import { deliver, webhookOf } from '@trtc-call/webhooks/send';

export interface ReceiverProgramOutput {
  /** What the runtime says that it is. */
  userAgent: string;
  /** The calls that were handled. */
  handled: string[];
  /** HTTP status and ErrorCode of: a webhook, its repetition, another app, a wrong path, a wrong address, a body that is not JSON. */
  answers: string[];
  /** Events that were told apart, of three pairs: a lone surrogate, a digit beyond 2^53, a byte that is not UTF-8. */
  apart: number;
  /** HTTP status and body of a webhook and of its repetition, where the runtime was handed the receiver as it is. */
  handedOver: string[];
}

/** The app of the programs. */
export const sdkAppId = 1400000000;
const secret = 'a-secret-of-16-characters';

export async function runReceiverProgram(): Promise<Omit<ReceiverProgramOutput, 'handedOver'>> {
  const handled: string[] = [];
  const apart = new Set<string>();
  const receiver = createReceiver({
    sdkAppId,
    secret,
    allow: ['203.0.113.0/24'],
    on: {
      normal_end: ({ CallId }) => handled.push(String(CallId)),
      reject: ({ fingerprint }) => apart.add(fingerprint),
      '*': ({ fingerprint }) => apart.add(fingerprint),
    },
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
  const { body } = webhookOf({ command: 'reject', sdkAppId });
  const text = JSON.stringify({ ...Object(body), CallId: '#', RoomId: '@' });
  const variants = ['"\\ud800"', '"\\ud801"'].map((call) =>
    new TextEncoder().encode(text.replace('"#"', call)),
  );
  for (const room of ['9007199254740992', '9007199254740993'])
    variants.push(new TextEncoder().encode(text.replace('"@"', room)));
  for (const byte of [0xfe, 0xff])
    variants.push(new TextEncoder().encode(text).map((one) => (one === 0x23 ? byte : one)));
  for (const variant of variants) {
    const url = `https://receiver.example/hooks/${secret}?sdkappid=${sdkAppId}&command=reject`;
    await receiver.fetch(new Request(url, { method: 'POST', body: variant }), { address: '203.0.113.7' });
  }
  return { userAgent: navigator.userAgent, handled, answers, apart: apart.size };
}

/** Sends a webhook and its repetition. @returns HTTP status and body of both answers */
export async function sendTwice(
  origin: string,
  send: (url: string, body: string) => Promise<Response>,
): Promise<string[]> {
  const { query, body } = webhookOf({ command: 'normal_end', sdkAppId });
  const answers: string[] = [];
  for (const _attempt of [1, 2]) {
    const answer = await send(`${origin}/?${new URLSearchParams(query)}`, JSON.stringify(body));
    answers.push(`${answer.status} ${await answer.text()}`);
  }
  return answers;
}
