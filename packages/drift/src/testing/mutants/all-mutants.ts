import { everyOperation, type Operation } from '../conforming/document.ts';
import { answerMutants, envelopeMutants, trafficMutants } from './answer-mutants.ts';
import { fieldMutants } from './field-mutants.ts';
import type { Mutant } from './mutant.ts';
import { relationMutants } from './relation-mutants.ts';
import { requestMutants } from './request-mutants.ts';

/** Every vendor that is changed in one way: each operation, each field, each operator. */
export function allMutants(operations: readonly Operation[] = everyOperation): Mutant[] {
  const makers = [
    fieldMutants,
    answerMutants,
    envelopeMutants,
    requestMutants,
    trafficMutants,
    relationMutants,
  ];
  return operations.flatMap((operation) => makers.flatMap((make) => make(operation)));
}
