import type { RequirementKey } from '../requirements/requirement.ts';

/** One request on its way to the mock. */
export interface MutantRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: Headers;
  /** The body as text; empty where there is none. */
  readonly body: string;
}

/** Hands a request on to the unbroken mock. */
export type Forward = (request: MutantRequest) => Promise<Response>;

/** What a mutant knows besides the request. */
export interface MutantTools {
  /** The key of the account, for mutants that look into UserSigs. */
  readonly secretKey: string;
  /** The clock of the run, in milliseconds. */
  now(): number;
  /** Lets the clock of the run go on, without waiting. */
  wait(milliseconds: number): void;
  /** Lasts as long as one requirement runs. */
  readonly memory: Map<string, string>;
}

/** What a broken server does with a request. */
export type Mutate = (request: MutantRequest, forward: Forward, tools: MutantTools) => Promise<Response>;

/** The mock with one statement of the contract broken; the break is a layer around its `fetch`. */
export interface Mutant {
  /** In kebab-case; says what is broken. */
  readonly id: string;
  /**
   * The requirements that must find it, by their keys; others may find it too. Of a generation that does not state one
   * of them, the others must.
   */
  readonly breaks: readonly RequirementKey[];
  readonly mutate: Mutate;
}

/** A mutant by its id, what it breaks, and how. */
export function mutant(
  id: string,
  breaks: RequirementKey | readonly RequirementKey[],
  mutate: Mutate,
): Mutant {
  return { id, breaks: typeof breaks === 'string' ? [breaks] : breaks, mutate };
}
