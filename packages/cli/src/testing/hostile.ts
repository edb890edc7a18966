import { createTrtcCallClient } from '@trtc-call/client';
import { findObeyed, hostileTexts } from '@trtc-call/reporting/testing';
import { expect } from 'vitest';
import { canaryKey, mockAccount, openProxy } from './set-up.ts';

/** Everything that a terminal, an eye or a CI system would obey, at the start of the text and of lines in it. */
export const hostile = ['::error::first', ...hostileTexts].join('\n');

/** What an operating system passes on of it as an argument, a variable or the name of a file. */
export const hostileArgument =
  '::error::first\n##[error]b ##vso[a]b \u001b[31mred\u001b]0;t\u0007 \u009b1m\r\u202ec\u200b\n--- d';

/** An account for commands that ask no service, or a target of their own. */
export const account = {
  TRTC_CALL_SDK_APP_ID: '1400000000',
  TRTC_CALL_SECRET_KEY: canaryKey,
  TRTC_CALL_GENERATION: 'v1',
};

/** For tests that run the command line many times, on a busy machine. */
export const manyRuns = { timeout: 180_000 };

export interface Printed {
  readonly stdout: string;
  readonly stderr: string;
}

/** Fails when a terminal, an eye or a CI system would obey something of what was printed. */
export function expectNothingObeyed({ stdout, stderr }: Printed, what = ''): void {
  expect(findObeyed(stdout), `${what}: standard output, print it by way of io/print.ts`).toEqual([]);
  expect(findObeyed(stderr), `${what}: standard error, print it by way of io/print.ts`).toEqual([]);
  // A run that prints nothing proves nothing.
  expect(stdout + stderr, what).not.toBe('');
}

/** How the service answers: with hostile data, with a refusal, with data that breaks the contract, or with no JSON. */
export type Manner = 'data' | 'refusal' | 'breach' | 'noise';

/** The mock behind a proxy that puts `text` into every text of an answer. */
export async function hostileService(
  manner: Manner,
  text: string,
): Promise<{ environment: Record<string, string>; url: string }> {
  const startCallTs = Math.floor(Date.now() / 1000) - 60;
  const { mock, environment } = await mockAccount({ records: [{ callId: 'one', startCallTs }] });
  const { sdkAppId, secretKey, url: region } = mock;
  await using client = createTrtcCallClient({ generation: 'v1', sdkAppId, secretKey, region });
  await client.callbacks.set({ address: 'https://receiver.example', actions: ['normal_end'] });
  const url = await openProxy(mock, async (ask) => {
    const answer = await (await ask()).text();
    // To some mistakes the mock gives no body.
    const shown = manner === 'noise' || answer === '' ? text : JSON.stringify(changed(answer, manner, text));
    return new Response(shown, { headers: { 'content-type': 'application/json' } });
  });
  return { environment: { ...environment, TRTC_CALL_BASE_URL: url }, url };
}

function changed(answer: string, manner: Manner, text: string): object {
  const envelope: { data?: unknown; Response?: unknown; ErrorCode?: unknown } = Object(JSON.parse(answer));
  if (envelope.ErrorCode !== undefined) {
    const said = { ...envelope, ErrorInfo: text, RequestId: text };
    if (manner === 'refusal') return { ...said, ActionStatus: 'FAIL', ErrorCode: 60_004 };
    return { ...said, Response: withText(envelope.Response, manner, text) };
  }
  const said = { ...envelope, errorMessage: text, requestId: text };
  if (manner === 'refusal') return { ...said, errorCode: 70_001 };
  return { ...said, data: withText(envelope.data, manner, text) };
}

function withText(value: unknown, manner: Manner, text: string): unknown {
  if (typeof value === 'string') return text;
  if (Array.isArray(value)) return value.map((item) => withText(item, manner, text));
  if (typeof value !== 'object' || value === null) return manner === 'breach' ? text : value;
  const members = Object.entries(value).map(([name, member]) => [name, withText(member, manner, text)]);
  return { ...Object.fromEntries(members), [text]: text };
}
