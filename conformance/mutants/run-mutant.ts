import { createMock } from '@trtc-call/mock';
import { type CheckContext, createContext } from '../requirements/check/context.ts';
import { BlockedError, ExpectationError } from '../requirements/expect.ts';
import type { Generation } from '../requirements/generation.ts';
import { completeId, type RunnableItem } from '../requirements/requirement.ts';
import { createTransport, type Transport } from '../targets/recorder.ts';
import { fillApp } from './busy-app.ts';
import type { Forward, Mutate } from './mutations.ts';

/** Whether an item found that the mock was broken, and how. */
export type Outcome = 'killed' | 'survived' | 'blocked' | 'crashed';

/** How many calls the app has: the samples of the mock, or a thousand, the newest listed first. */
export type MutantApp = 'quiet' | 'busy';

/** What came of one item. */
export interface MutantResult {
  readonly id: string;
  /** The app that was asked; absent where it makes no difference. */
  readonly app?: MutantApp;
  /** `killed` by a failed expectation; `blocked` by another requirement; `crashed` by any other error. */
  readonly outcome: Outcome;
  /** What it said; empty where it survived. */
  readonly message: string;
}

const baseUrl = 'http://127.0.0.1';

/**
 * Runs items one after another against a mock in this process with a layer around it, each with an app, a
 * memory and a moment of its own. Nothing waits: the clock stands still unless a mutant lets it go on.
 */
export async function runMutant(
  generation: Generation,
  mutate: Mutate,
  items: readonly RunnableItem<CheckContext>[],
  app: MutantApp = 'quiet',
): Promise<MutantResult[]> {
  let time = Date.UTC(2026, 0, 1);
  const now = () => time;
  const mock = await createMock({ now });
  const send = createTransport(mock.fetch);
  const plain: Forward = ({ url, method, headers, body }) =>
    send(url.href, { method, headers, ...(method !== 'GET' && method !== 'HEAD' && { body }) });
  const forward = app === 'busy' ? fillApp(generation, time, plain) : plain;
  const wait = (milliseconds: number) => {
    time += milliseconds;
  };
  const results: MutantResult[] = [];
  for (const [index, item] of items.entries()) {
    const tools = { secretKey: mock.secretKey, now, wait, memory: new Map<string, string>() };
    const transport: Transport = async (url, { method = 'GET', body = null, headers }) => {
      const text = typeof body === 'string' ? body : await new Response(body).text();
      const request = { url: new URL(url), method, headers: new Headers(headers), body: text };
      return mutate(request, forward, tools);
    };
    const sdkAppId = mock.sdkAppId + index + 1;
    const account = { sdkAppId, identifier: mock.identifier, secretKey: mock.secretKey };
    const context = createContext({
      generation,
      baseUrl,
      account,
      transport,
      now,
      clock: now,
      random: () => 0.5,
      wait: async (milliseconds) => wait(milliseconds),
    });
    const run = () => ('observe' in item ? item.observe(context) : item.check(context));
    results.push({ id: item.id, app, ...(await judge(item.id, run)) });
  }
  return results;
}

/** What comes of a check against a broken target. */
export async function judge(
  id: string,
  run: () => Promise<unknown>,
): Promise<Pick<MutantResult, 'outcome' | 'message'>> {
  try {
    await run();
    return { outcome: 'survived', message: '' };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (error instanceof BlockedError)
      return { outcome: 'blocked', message: `by ${completeId(error.by, id)}: ${message}` };
    return { outcome: error instanceof ExpectationError ? 'killed' : 'crashed', message };
  }
}
