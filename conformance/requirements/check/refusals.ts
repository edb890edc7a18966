import { ExpectationError, type Mismatch } from '../expect.ts';
import type { CheckContext } from './context.ts';
import { findRefusalMismatch } from './expect.ts';
import { type Fault, type RightBodies, rightBody, wrongBodies, wrongQueries } from './wrong-values.ts';

/** The URL parameters by which a request is authenticated. */
export const credentials: readonly string[] = ['sdkappid', 'identifier', 'usersig'];

/**
 * Every field of the operations is refused when it is wrong in the given way, asked side by side. The failure names each
 * that is not.
 */
export async function expectBodiesRefused(
  context: CheckContext,
  operations: readonly string[],
  fault: Fault,
  mistake: string,
  bodies: RightBodies,
): Promise<void> {
  await expectEachRefused(
    wrongBodies(context.generation, operations, fault, bodies).map(async ({ operation, title, body }) => {
      const mismatch = findRefusalMismatch(await context.send(operation, body), mistake);
      return mismatch && { title, ...mismatch };
    }),
  );
}

/** Every URL parameter that is meant is refused when it is wrong in the given way; all else is right. */
export async function expectQueriesRefused(
  context: CheckContext,
  operations: readonly string[],
  fault: Fault,
  only: readonly string[],
  bodies: RightBodies,
): Promise<void> {
  const { generation } = context;
  const wrong = wrongQueries(generation, fault, context.rightQuery()).filter(({ parameter }) =>
    only.includes(parameter),
  );
  await expectEachRefused(
    operations.flatMap((operation) =>
      wrong.map(async ({ parameter, title, query }) => {
        const body = { ...rightBody(generation, operation), ...bodies[operation] };
        const answer = await context.send(operation, body, { query });
        const mismatch = findRefusalMismatch(answer, nameParameterMistake(parameter, fault));
        return mismatch && { title: `${operation}, ${title}`, ...mismatch };
      }),
    ),
  );
}

async function expectEachRefused(
  asked: readonly Promise<(Mismatch & { readonly title: string }) | undefined>[],
): Promise<void> {
  const accepted = (await Promise.all(asked)).filter((one) => one !== undefined);
  const [first, ...others] = accepted;
  if (first === undefined) return;
  // In other operations, or of another number of values, it is still the same that is not refused.
  const cause = [...new Set(accepted.map(describe))].toSorted().join('\n');
  if (others.length === 0) throw new ExpectationError(`${first.title}: ${first.expected}`, first.got, cause);
  throw new ExpectationError(
    `each of ${asked.length} to be refused`,
    `${accepted.length} that are not:\n${accepted.map((one) => `${one.title}: ${describe(one)}`).join('\n')}`,
    cause,
  );
}

function describe({ expected, got }: Mismatch): string {
  return `expected ${expected}, got ${got}`;
}

/** The mistake that it is to have this parameter wrong in this way. */
export function nameParameterMistake(parameter: string, fault: Fault): string {
  if (fault === 'case') return 'parameter-wrong-case';
  if (fault === 'repeated') return 'parameter-repeated';
  return `${parameter}-${fault === 'missing' ? 'missing' : 'invalid'}`;
}
