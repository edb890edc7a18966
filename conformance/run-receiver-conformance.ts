import type { RunReport } from './report/run-report.ts';
import { receiverSuites } from './requirements/suites.ts';
import { commonRunOptionNames } from './run/common-run-options.ts';
import { describeItem, type ListedRequirement } from './run/describe-item.ts';
import { type OptionNames, refuseUnknownOptions } from './run/refuse-unknown-options.ts';
import { nameGenerations, refuseUnknownGeneration } from './run/run-options.ts';
import { runSuite } from './run/run-suite.ts';
import { openReceiver, type ReceiverRunOptions } from './targets/receiver/open-receiver.ts';

const optionNames: OptionNames<ReceiverRunOptions> = {
  ...commonRunOptionNames,
  receiver: true,
  generation: true,
  sdkAppId: true,
  effects: true,
  failingUser: true,
  answerWithinMilliseconds: true,
};

/**
 * Checks a receiver of webhooks, as the vendor would call it.
 *
 * @throws CannotRunError when nothing can be checked: an unknown option, a wrong address, no listener there,
 *   effects that cannot be read, unknown ids, an interruption. Its message is one line that names the remedy.
 */
export async function runReceiverConformance(options: ReceiverRunOptions): Promise<RunReport> {
  refuseUnknownOptions(options, optionNames);
  refuseUnknownGeneration(options);
  const named = nameGenerations(options, receiverSuites);
  const wanted = receiverSuites.filter(({ generation }) => named?.includes(generation) ?? true);
  return runSuite({
    suites: wanted,
    open: () => openReceiver(options, named),
    whenInterrupted: 'The run was interrupted',
    options,
  });
}

/** Everything that a run of a receiver can check. */
export function listReceiverRequirements(): ListedRequirement[] {
  return receiverSuites.flatMap(({ requirements }) => requirements.map(describeItem));
}
