import { type MistakeId, mistakes, type OperationId } from '@trtc-call/spec/v1';
import type { CheckContext } from './context.ts';
import { expectThat, problemOfRejection } from './expect.ts';
import { type Fault, rightBody, wrongBodies, wrongQueries } from './wrong-values.ts';

/** Right bodies by operation, where the contract's example is not right for the account that asks. */
type Bodies = Readonly<Partial<Record<OperationId, unknown>>>;

/** Every field of the operations is refused when it is wrong in the given way. The failure names each that is not. */
export async function expectBodiesRefused(
  context: CheckContext,
  operations: readonly OperationId[],
  fault: Fault,
  mistake: MistakeId,
): Promise<void> {
  const problems: string[] = [];
  for (const { operation, title, body } of wrongBodies(fault)) {
    if (!operations.includes(operation)) continue;
    const problem = problemOfRejection(await context.send(operation, body), mistake);
    if (problem !== undefined) problems.push(`${title}: ${problem}`);
  }
  expectThat(problems.length === 0, problems.join('\n'));
}

/** Every URL parameter of the operations is refused when it is wrong in the given way; all else is right. */
export async function expectQueriesRefused(
  context: CheckContext,
  operations: readonly OperationId[],
  fault: Fault,
  bodies: Bodies = {},
): Promise<void> {
  const correct = context.rightQuery();
  const problems: string[] = [];
  for (const operation of operations) {
    const body = bodies[operation] ?? rightBody(operation);
    for (const { parameter, title, query } of wrongQueries(fault, correct)) {
      const answer = await context.send(operation, body, { query });
      const problem = problemOfRejection(answer, mistakeOf(parameter, fault));
      if (problem !== undefined) problems.push(`${operation}, ${title}: ${problem}`);
    }
  }
  expectThat(problems.length === 0, problems.join('\n'));
}

/** The mistake that it is to have this parameter wrong in this way. */
function mistakeOf(parameter: string, fault: Fault): MistakeId {
  if (fault === 'case') return 'parameter-wrong-case';
  if (fault === 'repeated') return 'parameter-repeated';
  const id = `${parameter}-${fault === 'missing' ? 'missing' : 'invalid'}`;
  const mistake = mistakes.find((one) => one.id === id);
  expectThat(mistake !== undefined, `the contract names no mistake ${id}`);
  return mistake.id;
}
