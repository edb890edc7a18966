import { ExpectationError } from '../../requirements/expect.ts';
import { createReceiverContext } from '../../requirements/receiver/receiver-context.ts';
import type { ReceiverRequirement } from '../../requirements/receiver/receiver-requirement.ts';
import type { MutantResult } from '../run-mutant.ts';
import type { MutantReceiver } from './mutant-receiver.ts';
import { openMutantReceiver } from './open-mutant-receiver.ts';

/** Runs requirements against the right receiver, or a mutant of it, each against one of its own. */
export function runMutantReceiver(
  mutant: MutantReceiver | undefined,
  requirements: readonly ReceiverRequirement[],
): Promise<MutantResult[]> {
  return Promise.all(
    requirements.map(async (requirement) => {
      await using receiver = await openMutantReceiver(mutant);
      const context = createReceiverContext(receiver.target);
      try {
        await requirement.check(context);
        return { id: requirement.id, outcome: 'survived', message: '' };
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        return {
          id: requirement.id,
          outcome: error instanceof ExpectationError ? 'killed' : 'crashed',
          message,
        };
      } finally {
        context.close();
      }
    }),
  );
}
