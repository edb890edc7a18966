import type { MutantRequest, Mutate } from './mutant.ts';
import { type Members, type MockAnswer, type Mutations, readFields, withQuery } from './mutations.ts';
import type { MutantApp } from './run-mutant.ts';

/** A service that reads the documents as they may be read. No MUST may fail there. */
export interface LegalVendor {
  /** What it does, as the end of a sentence. */
  readonly title: string;
  /** The decisions that allow it. */
  readonly decisions?: readonly string[];
  readonly mutate: Mutate;
  /** Default quiet. */
  readonly app?: MutantApp;
}

/** Applies both. */
export function both(first: Mutate, second: Mutate): Mutate {
  return (request, forward, tools) => first(request, (changed) => second(changed, forward, tools), tools);
}

/** Changes every record, asked for by itself or listed. */
export function changeRecords(m: Mutations, change: (record: Members) => Members): Mutate {
  return both(m.changeRecord(change), m.changeListed(change));
}

/** Answers something else, where there is something else. */
export function replaceAnswers(
  m: Mutations,
  replace: (answer: MockAnswer, request: MutantRequest) => Response | undefined,
): Mutate {
  return async (request, forward) => {
    const response = await forward(request);
    return replace(await m.readAnswer(response.clone()), request) ?? response;
  };
}

/** Refuses configurations that the mock stores, where the test holds, as if they had the mistake. */
export function refuseConfigurations(
  m: Mutations,
  mistake: string,
  test: (fields: Members) => boolean,
): Mutate {
  return replaceAnswers(m, ({ isSuccess }, request) =>
    isSuccess && m.isFor(request, 'setCallback') && test(readFields(request))
      ? m.refuse(m.findCode(mistake))
      : undefined,
  );
}

/** Answers as if the URL had these parameters, whatever it has in their place. */
export function setQuery(request: MutantRequest, change: Readonly<Record<string, string>>): MutantRequest {
  const kept = [...request.url.searchParams].filter(([name]) => !(name.toLowerCase() in change));
  return withQuery(request, [...kept, ...Object.entries(change)]);
}
