import type { OperationId } from '@trtc-call/spec/v1';
import { ArgumentError } from './errors.ts';
import { operationTable } from './generated/v1-tables.gen.ts';

/** @throws ArgumentError when the contract has no such path. */
export function operationIdOf(caller: string, field: string, path: string): OperationId {
  for (const [operationId, facts] of Object.entries(operationTable)) {
    if (facts.path === path && isKnown(operationId)) return operationId;
  }
  // Anything else put behind the host, such as "@elsewhere", could also change the host.
  const paths = Object.values(operationTable).map((facts) => facts.path);
  throw new ArgumentError(caller, field, 'is not in the contract', `pass one of ${paths.join(', ')}`);
}

function isKnown(operationId: string): operationId is OperationId {
  return Object.hasOwn(operationTable, operationId);
}
