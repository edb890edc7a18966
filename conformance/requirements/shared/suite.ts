import type { CheckContext } from '../check/context.ts';
import type { CheckedRequirement, Observation, Requirement } from '../define.ts';
import type { Generation } from '../generation.ts';
import type { Suite } from '../requirement.ts';
import { callback } from './callback.ts';
import { envelope, envelopes } from './envelope.ts';
import { filter } from './filter.ts';
import { list } from './list.ts';
import { type Group, negative } from './negative.ts';
import { protocolObservations } from './observations.ts';
import { queryParameters } from './query-parameters.ts';
import { type Rates, rateLimit } from './rate-limit.ts';
import { record } from './record.ts';
import { callbackObservations, recordObservations } from './record-observations.ts';
import { body, transport } from './transport.ts';
import { access, userSig } from './user-sig.ts';

interface Own {
  /** The operations whose fields and parameters are sent with each mistake. */
  readonly groups: readonly Group[];
  readonly rates: Rates;
  readonly requirements: readonly Requirement[];
  readonly observations: readonly Observation[];
}

export interface ApiSuite extends Suite<CheckContext> {
  readonly requirements: readonly Requirement[];
  readonly checked: readonly CheckedRequirement[];
  readonly observations: readonly Observation[];
  /** What the mutants break one by one. */
  readonly groups: readonly Group[];
  readonly rates: Rates;
}

const areas = ['TRN', 'ENV', 'URL', 'SIG', 'BDY', 'REC', 'LST', 'FLT', 'CAL', 'CBS', 'CBG', 'CBU', 'CBD'];

/** Joins what all generations share with what one has of its own, in the order of areas and ids. */
export function defineSuite(generation: Generation, own: Own): ApiSuite {
  const { contract } = generation;
  const all = [
    ...transport(generation),
    ...envelope(generation),
    ...envelopes(generation, own.groups),
    ...queryParameters(generation),
    ...userSig(generation),
    ...access(generation, own.groups),
    ...body(generation),
    ...record(generation),
    ...list(generation),
    ...filter(generation),
    ...callback(generation),
    ...negative(generation, own.groups),
    ...rateLimit(generation, own.rates),
    ...own.requirements,
  ];
  const place = (id: string) => {
    const at = areas.indexOf(id.split('-')[1] ?? '');
    return at < 0 ? areas.length : at;
  };
  const requirements = all.toSorted(
    (one, other) =>
      place(one.id) - place(other.id) || (place(one.id) < areas.length ? compareIds(one, other) : 0),
  );
  const observations = [
    ...protocolObservations(generation),
    ...recordObservations(generation),
    ...callbackObservations(generation),
    ...own.observations,
  ].toSorted(compareIds);
  const ids = new Set<string>([...requirements, ...observations].map(({ id }) => id));
  for (const key of Object.keys(generation.statements)) {
    if (!ids.has(`${contract.generation.toUpperCase()}-${key}`))
      throw new TypeError(`${contract.generation} states ${key}, which nothing checks`);
  }
  return {
    generation: contract.generation,
    contractVersion: contract.version,
    requirements,
    observations,
    groups: own.groups,
    rates: own.rates,
    checked: requirements.filter((one): one is CheckedRequirement => one.check !== undefined),
  };
}

function compareIds(one: { readonly id: string }, other: { readonly id: string }): number {
  return one.id.localeCompare(other.id);
}
