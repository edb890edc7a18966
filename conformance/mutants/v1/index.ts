import { body } from './body.ts';
import { callbackOthers, callbackSet } from './callback.ts';
import { envelope } from './envelope.ts';
import { fields } from './fields.ts';
import { filter } from './filter.ts';
import { list } from './list.ts';
import type { Mutant } from './mutant.ts';
import { query } from './query.ts';
import { rateLimit } from './rate-limit.ts';
import { record } from './record.ts';
import { transport } from './transport.ts';
import { userSig } from './user-sig.ts';

/** Servers that break one statement of the contract each: what the requirements must find. */
export const mutants: readonly Mutant[] = [
  ...transport,
  ...envelope,
  ...query,
  ...userSig,
  ...body,
  ...record,
  ...list,
  ...filter,
  ...callbackSet,
  ...callbackOthers,
  ...fields,
  ...rateLimit,
];
