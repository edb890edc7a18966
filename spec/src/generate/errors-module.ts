import type { Contract } from './contract.ts';
import { dataModule } from './data-module.ts';
import { operationsOf } from './operations-of.ts';

/** The table of error codes, with `all` spelt out as the operations that it stands for. */
export function errorsModule({ document, errors }: Contract, generation: string): string {
  const everyOperation = operationsOf(document).map(({ operation }) => operation.operationId);
  const spelt = <T extends { readonly operations: readonly string[] }>(row: T): T => ({
    ...row,
    operations: row.operations.includes('all') ? everyOperation : row.operations,
  });
  return dataModule(`${generation}/errors.yaml`, {
    errorCodes: errors.codes.map(spelt),
    otherErrorCode: errors.otherCodes,
    mistakes: errors.mistakes.map(spelt),
  });
}
