import { type Answer, readAnswer } from '../requirements/check/answer.ts';
import { type CheckContext, createContext, type Session } from '../requirements/check/context.ts';
import { generation as v1 } from '../requirements/v1/index.ts';
import { createTransport, type Fetch } from '../targets/recorder.ts';

/** A context of v1 on no real target, with a clock that stands still, and what else the session says. */
export function createTestContext({
  fetch = globalThis.fetch,
  ...session
}: Partial<Session> & { readonly fetch?: Fetch }): CheckContext {
  return createContext({
    generation: v1,
    baseUrl: 'http://127.0.0.1',
    account: { sdkAppId: 1400000000, identifier: 'administrator', secretKey: '0123456789abcdef'.repeat(4) },
    now: () => Date.UTC(2026, 0, 1),
    random: () => 0.5,
    wait: async () => {},
    transport: createTransport(fetch),
    ...session,
  });
}

/** An answer of v1 with this body; without one it is not JSON. */
export function makeAnswer(json?: unknown, change: Partial<Answer> = {}): Answer {
  return readAnswer({
    status: 200,
    contentType: 'application/json',
    took: 1,
    answeredAt: 1,
    text: json === undefined ? 'not JSON' : JSON.stringify(json),
    contract: v1.contract,
    operation: 'getRecordsByFilter',
    ...change,
  });
}
