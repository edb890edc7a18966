import { type MistakeId, mistakes, type OperationId } from '@trtc-call/spec/v1';
import type { CheckContext } from './context.ts';
import { expectThat, problemOfRejection } from './expect.ts';
import { type Fault, type RightBodies, rightBody, wrongBodies, wrongQueries } from './wrong-values.ts';

/** The URL parameters by which a request is authenticated. */
export const credentials: readonly string[] = ['sdkappid', 'identifier', 'usersig'];

/**
 * Every field of the operations is refused when it is wrong in the given way, asked side by side. The failure names each
 * that is not.
 */
export async function expectBodiesRefused(
  context: CheckContext,
  operations: readonly OperationId[],
  fault: Fault,
  mistake: MistakeId,
  bodies: RightBodies = {},
): Promise<void> {
  const wrong = wrongBodies(fault, bodies).filter(({ operation }) => operations.includes(operation));
  const problems = await Promise.all(
    wrong.map(async ({ operation, title, body }) => {
      const problem = problemOfRejection(await context.send(operation, body), mistake);
      return problem === undefined ? [] : [`${title}: ${problem}`];
    }),
  );
  expectNone(problems.flat());
}

/** Every URL parameter that is meant is refused when it is wrong in the given way; all else is right. */
export async function expectQueriesRefused(
  context: CheckContext,
  operations: readonly OperationId[],
  fault: Fault,
  { bodies = {}, only }: { readonly bodies?: RightBodies; only?(parameter: string): boolean } = {},
): Promise<void> {
  const wrong = wrongQueries(fault, context.rightQuery()).filter(
    ({ parameter }) => only?.(parameter) ?? true,
  );
  const problems = await Promise.all(
    operations.flatMap((operation) =>
      wrong.map(async ({ parameter, title, query }) => {
        const body = { ...rightBody(operation), ...bodies[operation] };
        const answer = await context.send(operation, body, { query });
        const problem = problemOfRejection(answer, mistakeOf(parameter, fault));
        return problem === undefined ? [] : [`${operation}, ${title}: ${problem}`];
      }),
    ),
  );
  expectNone(problems.flat());
}

function expectNone(problems: readonly string[]): void {
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
