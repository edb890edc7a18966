// Sends a webhook and its repetition. It is copied beside the installed packages, so that it may import nothing but them.
import { createWebhook } from '@trtc-call/webhooks/send';

/** The app of the programs that are handed over. */
export const sdkAppId = 1400000000;

/** @returns HTTP status and body of both answers */
export async function sendTwice(
  origin: string,
  send: (url: string, body: string) => Promise<Response>,
): Promise<string[]> {
  const { query, body } = createWebhook({ command: 'normal_end', sdkAppId });
  const answers: string[] = [];
  for (const _attempt of [1, 2]) {
    const answer = await send(`${origin}/?${new URLSearchParams(query)}`, JSON.stringify(body));
    answers.push(`${answer.status} ${await answer.text()}`);
  }
  return answers;
}
