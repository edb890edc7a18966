import { operations } from '@trtc-call/spec/v1';
import { answerMutants, envelopeMutants, trafficMutants } from './answer-mutants.ts';
import { fieldMutants } from './field-mutants.ts';
import type { Mutant } from './mutant.ts';
import { relationMutants } from './relation-mutants.ts';
import { requestMutants } from './request-mutants.ts';

/** Every vendor that is changed in one way: each operation, each field, each operator. */
export function allMutants(): Mutant[] {
  return Object.values(operations).flatMap(({ operationId }) => [
    ...fieldMutants(operationId),
    ...answerMutants(operationId),
    ...envelopeMutants(operationId),
    ...requestMutants(operationId),
    ...trafficMutants(operationId),
    ...relationMutants(operationId),
  ]);
}
