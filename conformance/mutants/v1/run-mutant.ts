import { createMock } from '@trtc-call/mock';
import { BlockedError, ExpectationError } from '../../requirements/expect.ts';
import { createContext } from '../../requirements/v1/check/context.ts';
import type { CheckedRequirement } from '../../requirements/v1/check/requirement.ts';
import type { Fetch } from '../../targets/recorder.ts';
import { busyRecords, newestFirst } from './busy-app.ts';
import type { Forward, Mutate } from './mutant.ts';
import { readRequest } from './request.ts';

/** Whether a requirement found that the mock was broken, and how. */
export type Outcome = 'killed' | 'survived' | 'blocked' | 'crashed';

/** How many calls the app has: the samples of the mock, or a thousand, the newest listed first. */
export type MutantApp = 'quiet' | 'busy';

/** What came of one requirement. */
export interface MutantResult {
  readonly id: string;
  /** The app that was asked; absent where it makes no difference. */
  readonly app?: MutantApp;
  /** `killed` by a failed expectation; `blocked` by another requirement; `crashed` by any other error. */
  readonly outcome: Outcome;
  /** What the requirement said; empty where it survived. */
  readonly message: string;
}

const baseUrl = 'http://127.0.0.1';

/** The mock as it is. */
export const unmutated: Mutate = (request, forward) => forward(request);

/**
 * Runs requirements one after another against a mock in this process with a layer around it, each with an app, a
 * memory and a moment of its own. Nothing waits: the clock stands still unless a mutant lets it go on.
 */
export async function runMutant(
  mutate: Mutate,
  requirements: readonly CheckedRequirement[],
  app: MutantApp = 'quiet',
): Promise<MutantResult[]> {
  let time = Date.UTC(2026, 0, 1);
  const now = () => time;
  const isBusy = app === 'busy';
  const mock = await createMock({ now, ...(isBusy && { records: busyRecords(time) }) });
  const plain: Forward = ({ url, method, headers, body }) =>
    mock.fetch(url, { method, headers, ...(method !== 'GET' && method !== 'HEAD' && { body }) });
  const forward: Forward = isBusy ? newestFirst(plain) : plain;
  const results: MutantResult[] = [];
  for (const [index, requirement] of requirements.entries()) {
    const tools = {
      secretKey: mock.secretKey,
      now,
      wait: (milliseconds: number) => {
        time += milliseconds;
      },
      memory: new Map<string, string>(),
    };
    const fetch: Fetch = async (url, init) => mutate(await readRequest(url, init), forward, tools);
    const sdkAppId = mock.sdkAppId + index + 1;
    const account = { sdkAppId, identifier: mock.identifier, secretKey: mock.secretKey };
    const random = () => 0.5;
    const context = createContext({ baseUrl, account, fetch, now, clock: now, random });
    results.push({ id: requirement.id, app, ...(await judgeCheck(() => requirement.check(context))) });
  }
  return results;
}

async function judgeCheck(check: () => Promise<void>): Promise<Pick<MutantResult, 'outcome' | 'message'>> {
  try {
    await check();
    return { outcome: 'survived', message: '' };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (error instanceof BlockedError) return { outcome: 'blocked', message: `by ${error.by}: ${message}` };
    return { outcome: error instanceof ExpectationError ? 'killed' : 'crashed', message };
  }
}
