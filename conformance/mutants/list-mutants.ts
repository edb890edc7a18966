import type { CheckedRequirement } from '../requirements/define.ts';
import type { Generation } from '../requirements/generation.ts';
import type { ApiSuite } from '../requirements/shared/suite.ts';
import { apiGenerations } from '../requirements/suites.ts';
import { createMutations, type MutantTable, type Mutate } from './mutations.ts';
import { answers, refuses } from './receivers/answers.ts';
import { load, once } from './receivers/handling.ts';
import type { MutantReceiver } from './receivers/mutant-receiver.ts';
import { tolerates } from './receivers/tolerates.ts';
import { callback } from './shared/callback.ts';
import { fields, query } from './shared/mistakes.ts';
import { filter, list, record } from './shared/records.ts';
import { body, envelope, envelopes, rateLimit, transport } from './shared/transport.ts';
import { access, userSig } from './shared/user-sig.ts';
import { ownMutants as ownOfV1 } from './v1.ts';
import { ownMutants as ownOfV4 } from './v4.ts';

/** A target with one statement of the contract broken. */
export interface Mutant<Broken = Mutate> {
  /** In kebab-case; says what is broken. */
  readonly id: string;
  /** Keys or ids of the requirements that must find it. */
  readonly breaks: readonly string[];
  readonly broken: Broken;
}

/** A generation, what it requires, and servers that break one statement of it each. */
export interface MutatedSuite {
  readonly generation: Generation;
  readonly suite: ApiSuite;
  readonly mutants: readonly Mutant[];
}

/** Those of the requirements that must find a mutant. */
export function findClaimed<Requirement extends Pick<CheckedRequirement, 'id'>>(
  requirements: readonly Requirement[],
  { breaks }: Pick<Mutant, 'breaks'>,
): readonly Requirement[] {
  return requirements.filter(({ id }) => breaks.some((key) => id === key || id.endsWith(`-${key}`)));
}

function listMutants<Broken>(
  tables: readonly Readonly<Record<string, Readonly<Record<string, Broken>>>>[],
): readonly Mutant<Broken>[] {
  return tables.flatMap((table) =>
    Object.entries(table).flatMap(([keys, mutants]) =>
      Object.entries(mutants).map(([id, broken]) => ({ id, breaks: keys.split(' '), broken })),
    ),
  );
}

const own: Readonly<Record<string, MutantTable>> = { v1: ownOfV1, v4: ownOfV4 };

/** The mutants of every generation: those that break nothing of it are left out. */
export const mutatedSuites: readonly MutatedSuite[] = apiGenerations.map(({ generation, suite }) => {
  const m = createMutations(generation);
  const areas = [transport, envelope, userSig, body, record, list, filter, callback];
  const mutants = listMutants([
    ...areas.flatMap((area) => area(m)),
    ...envelopes(m, suite.groups),
    ...access(m, suite.groups),
    ...query(m, suite.groups),
    ...fields(m, suite.groups),
    ...rateLimit(m, suite.rates),
    own[suite.generation] ?? {},
  ]);
  return {
    generation,
    suite,
    mutants: mutants.filter((mutant) => findClaimed(suite.checked, mutant).length > 0),
  };
});

/** Every broken receiver. */
export const mutantReceivers: readonly Mutant<MutantReceiver>[] = listMutants([
  answers,
  once,
  tolerates,
  refuses,
  load,
]);
