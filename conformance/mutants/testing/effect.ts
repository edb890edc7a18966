import type { CheckContext } from '../../requirements/check/context.ts';
import type { Generation } from '../../requirements/generation.ts';
import type { RunnableItem } from '../../requirements/requirement.ts';
import type { RawResponse } from '../../targets/recorder.ts';
import type { Forward, MutantRequest, MutantTools, Mutate } from '../mutations.ts';
import { type MutantApp, type MutantResult, runMutant } from '../run-mutant.ts';

/** What is run. */
export type Runnable = RunnableItem<CheckContext>;

/** A request of an item, when it was sent, and what the mock answered. */
interface Asked {
  readonly request: MutantRequest;
  readonly tools: MutantTools;
  readonly at: number;
  readonly answer: Promise<RawResponse>;
}

/** Runs each item alone, so that it is of the same app whatever else is run. */
export async function runEach(
  generation: Generation,
  mutate: Mutate,
  items: readonly Runnable[],
  app: MutantApp,
): Promise<MutantResult[]> {
  const results = items.map((item) => runMutant(generation, mutate, [item], app));
  return (await Promise.all(results)).flat();
}

/** What an item asks of the mock. */
async function listAsked(generation: Generation, item: Runnable, app: MutantApp): Promise<Asked[]> {
  const asked: Asked[] = [];
  const watch: Mutate = (request, forward, tools) => {
    const answer = forward(request);
    asked.push({ request, tools, at: tools.now(), answer });
    return answer;
  };
  await runMutant(generation, watch, [item], app);
  return asked;
}

/**
 * Whether a vendor answers something else than the mock to what is asked of the mock, or lets time pass. Otherwise an
 * item that asks this comes to what it comes to with the mock: it need not be run.
 */
async function answersOtherwise(mutate: Mutate, asked: readonly Asked[]): Promise<boolean> {
  const memory = new Map<string, string>();
  let isOther = false;
  const wait = () => {
    isOther = true;
  };
  for (const { request, tools, at, answer } of asked) {
    const plain = await answer;
    let forwarded = 0;
    const forward: Forward = async (sent) => {
      forwarded += 1;
      isOther ||= sent !== request && writeRequest(sent) !== writeRequest(request);
      return plain;
    };
    const response = await mutate(request, forward, { ...tools, now: () => at, wait, memory });
    // What is not asked, or twice, may change what is answered next.
    isOther ||= forwarded !== 1 || (response !== plain && writeResponse(response) !== writeResponse(plain));
    if (isOther) return true;
  }
  return false;
}

function writeRequest({ url, method, headers, body }: MutantRequest): string {
  return JSON.stringify([url.href, method, [...headers], body]);
}

function writeResponse({ status, headers, text }: RawResponse): string {
  return JSON.stringify([status, headers.get('content-type'), text]);
}

/** Finds those of the items that a vendor answers otherwise than the mock. */
export function createEffectSearch(generation: Generation) {
  const asked = { quiet: new Map<Runnable, Promise<Asked[]>>(), busy: new Map<Runnable, Promise<Asked[]>>() };
  return async (mutate: Mutate, items: readonly Runnable[], app: MutantApp): Promise<Runnable[]> => {
    const concerned: Runnable[] = [];
    for (const item of items) {
      const known = asked[app].get(item) ?? listAsked(generation, item, app);
      asked[app].set(item, known);
      if (await answersOtherwise(mutate, await known)) concerned.push(item);
    }
    return concerned;
  };
}
