import type { CheckedRequirement } from '../requirements/define.ts';
import type { Generation } from '../requirements/generation.ts';
import type { ApiSuite } from '../requirements/shared/suite.ts';
import * as v1 from '../requirements/v1/index.ts';
import * as v4 from '../requirements/v4/index.ts';
import type { Mutant } from './mutant.ts';
import { createMutations } from './mutations.ts';
import { body } from './shared/body.ts';
import { callback } from './shared/callback.ts';
import { envelope } from './shared/envelope.ts';
import { fields } from './shared/fields.ts';
import { filter } from './shared/filter.ts';
import { list } from './shared/list.ts';
import { query } from './shared/query.ts';
import { rateLimit } from './shared/rate-limit.ts';
import { record } from './shared/record.ts';
import { transport } from './shared/transport.ts';
import { userSig } from './shared/user-sig.ts';
import { ownMutants as ownOfV1 } from './v1/index.ts';
import { ownMutants as ownOfV4 } from './v4/index.ts';

/** A generation, what it requires, and servers that break one statement of it each. */
export interface MutatedSuite {
  readonly generation: Generation;
  readonly suite: ApiSuite;
  readonly mutants: readonly Mutant[];
}

/** The servers that break what all generations share, for a suite: those that break nothing of it are left out. */
function makeMutants(generation: Generation, suite: ApiSuite, own: readonly Mutant[]): MutatedSuite {
  const m = createMutations(generation);
  const all = [
    ...transport(m),
    ...envelope(m),
    ...query(m, suite.groups),
    ...userSig(m),
    ...body(m),
    ...record(m),
    ...list(m),
    ...filter(m),
    ...callback(m),
    ...fields(m, suite.groups),
    ...rateLimit(m, suite.limited),
    ...own,
  ];
  return { generation, suite, mutants: all.filter((one) => findClaimed(suite.checked, one).length > 0) };
}

/** The requirements of a generation that must find a mutant. */
export function findClaimed(
  checked: readonly CheckedRequirement[],
  { breaks }: Pick<Mutant, 'breaks'>,
): readonly CheckedRequirement[] {
  return checked.filter(({ id }) => breaks.some((key) => id.endsWith(`-${key}`)));
}

/** The mutants of every generation. */
export const mutatedSuites: readonly MutatedSuite[] = [
  makeMutants(v1.generation, v1.suite, ownOfV1),
  makeMutants(v4.generation, v4.suite, ownOfV4),
];
