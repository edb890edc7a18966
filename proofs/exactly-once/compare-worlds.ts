import type { FailurePoint } from './failure-points.ts';
import type { PlannedCall } from './world.ts';
import { makeWorld, type World, type WorldOptions } from './world.ts';

/** A call and the points at which its first attempts fail. */
export interface TroubledCall {
  readonly planned: PlannedCall;
  readonly points: readonly FailurePoint[];
}

/**
 * Makes the same calls in two worlds, one of which has the failures, and says where they differ: in what the caller
 * is told, or in the state afterwards. Empty when each call took place exactly once.
 */
export async function compareWorlds(
  calls: readonly TroubledCall[],
  options: WorldOptions = {},
): Promise<string[]> {
  const calm = await runCalls(
    calls.map(({ planned }) => ({ planned, points: [] })),
    options,
  );
  const troubled = await runCalls(calls, options);
  return calls.flatMap(({ planned, points }, index) => {
    const [wanted, got] = [calm[index], troubled[index]];
    if (!wanted || !got) return [`call ${index} was not made`];
    const call = `${planned.operationId} after [${points.map(({ name }) => name).join('; ')}]`;
    const differences = [];
    if (got.outcome !== wanted.outcome && !isLostDeletion(planned, points, wanted.outcome)) {
      differences.push(`${call}: the caller is told "${got.outcome}", not "${wanted.outcome}"`);
    }
    if (got.state !== wanted.state) {
      differences.push(`${call}: the state is ${got.state}, not ${wanted.state}`);
    }
    return differences;
  });
}

interface Aftermath {
  readonly outcome: string;
  readonly state: string;
}

async function runCalls(calls: readonly TroubledCall[], options: WorldOptions): Promise<Aftermath[]> {
  await using world: World = await makeWorld(options);
  const aftermaths: Aftermath[] = [];
  for (const { planned, points } of calls) {
    const outcome = await world.call(planned, points);
    aftermaths.push({ outcome, state: await world.state() });
  }
  return aftermaths;
}

/**
 * Where nothing was configured and an attempt had no answer, the client does not say whether that attempt removed
 * the configuration: it says that it is gone, which is true.
 */
function isLostDeletion(planned: PlannedCall, points: readonly FailurePoint[], wanted: string): boolean {
  return (
    planned.operationId === 'deleteCallback' &&
    wanted.startsWith('refused') &&
    points.some(({ callerKnows }) => !callerKnows)
  );
}
