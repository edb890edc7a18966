import type { OperationId } from '@trtc-call/spec/v1';
import type { Exchange } from '../../exchanges/exchange.ts';
import { codesFor, refusalBody } from '../conforming/answers.ts';
import { successfulExchange, written } from '../conforming/conforming-exchanges.ts';
import { Random } from '../conforming/random.ts';
import { rightRequest } from '../conforming/request-draft.ts';

/** 2026-02-03T04:05:06Z */
const begin = Date.UTC(2026, 1, 3, 4, 5, 6);
const successes = 96;
const refusals = 32;

/**
 * Right requests with answers that conform, so many that every documented field is in some. The requests of different
 * operations differ in `random`, those of one operation do too, so that each exchange can be told from all others.
 */
export function baseExchanges(operationId: OperationId): readonly Exchange[] {
  const known = bases.get(operationId) ?? makeBase(operationId);
  bases.set(operationId, known);
  return known;
}

const bases = new Map<OperationId, readonly Exchange[]>();

function makeBase(operationId: OperationId): Exchange[] {
  const random = new Random(operationId.length);
  // Codes that every operation has; each is one that no request shows the reason of.
  const codes = codesFor(['usersig-wrong-key', 'usersig-expired', 'not-administrator'], operationId);
  return Array.from({ length: successes + refusals }, (_, index) => {
    const at = begin + index * 1000;
    const exchange =
      index % 4 === 3
        ? written(rightRequest(operationId, random), refusalBody(random.pick(codes), random), at, random)
        : successfulExchange(operationId, at, random);
    return { ...exchange, sensor: 'probes' };
  });
}
