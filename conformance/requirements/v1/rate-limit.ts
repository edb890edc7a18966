import { randomUUID } from 'node:crypto';
import { findMistake, type OperationId, operations } from '@trtc-call/spec/v1';
import { expectThat, InconclusiveError } from '../expect.ts';
import { codeOf } from './check/answer.ts';
import type { CheckContext } from './check/context.ts';
import { defineArea, type Requirement } from './check/requirement.ts';

const reading = ['exhaust-rate-limit'] as const;
const writing = ['exhaust-rate-limit', 'mutate-callback'] as const;
const configuration = { address: 'https://callback.example.com/conformance', actions: ['normal_end'] };

/** How often an operation may be called; the numbers are the contract's. */
export const rateLimit: readonly Requirement[] = defineArea(
  { source: [60137, 60138], operations: ['getRecordByCallId'], decision: ['V1-17', 'V1-U-05', 'V1-U-43'] },
  [
    {
      id: 'V1-RAT-001',
      sentence: 'MUST: The single-record operation is limited to its documented rate.',
      covers: [70005],
      needs: reading,
      check: (context) => expectLimit(context, 'getRecordByCallId', () => ({ callId: randomUUID() })),
    },
    {
      id: 'V1-RAT-002',
      sentence: 'MUST: The list operation is limited to its documented rate.',
      source: [60136, 60138],
      operations: ['getRecordsByFilter'],
      covers: [70005],
      needs: reading,
      check: (context) =>
        expectLimit(context, 'getRecordsByFilter', () => ({
          startTimestamp: context.now() - 60,
          numberPerPage: 1,
        })),
    },
    {
      id: 'V1-RAT-003',
      sentence: 'MUST: Setting the callback is limited to its documented rate.',
      source: [60134, 60138],
      operations: ['setCallback'],
      covers: [70005],
      needs: writing,
      check: (context) => expectLimit(context, 'setCallback', () => configuration),
    },
    {
      id: 'V1-RAT-004',
      sentence: 'MUST: Reading the callback is limited to its documented rate.',
      source: [60133, 60138],
      operations: ['getCallback'],
      covers: [70005],
      needs: reading,
      check: (context) => expectLimit(context, 'getCallback', () => ({})),
    },
    {
      id: 'V1-RAT-005',
      sentence: 'MUST: Updating the callback is limited to its documented rate.',
      source: [60132, 60138],
      operations: ['updateCallback'],
      covers: [70005],
      needs: writing,
      check: (context) => expectLimit(context, 'updateCallback', () => configuration),
    },
    {
      id: 'V1-RAT-006',
      sentence: 'MUST: Removing the callback is limited to its documented rate.',
      source: [60131, 60138],
      operations: ['deleteCallback'],
      covers: [70005],
      needs: writing,
      check: (context) => expectLimit(context, 'deleteCallback', () => ({})),
    },
  ],
);

/** As many requests as the limit allows are let through, and more than that at the same time are not. */
async function expectLimit(
  context: CheckContext,
  operation: OperationId,
  bodyOf: () => unknown,
): Promise<void> {
  const { requests, perSeconds } = operations[operation].rateLimit;
  const sent = Math.ceil(requests * 1.2) + 1;
  const answers = await Promise.all(Array.from({ length: sent }, () => context.send(operation, bodyOf())));
  const times = answers.map(({ took }) => took);
  const spreadSeconds = (Math.max(...times) - Math.min(...times)) / 1000;
  const { answer: limited } = findMistake('rate-exceeded');
  const refused = answers.filter((answer) => codeOf(answer) === limited).length;
  const through = sent - refused;
  const rate = `${requests} requests in ${perSeconds} s`;
  expectThat(through >= requests, `${rate} to be let through`, `${through} of ${sent}`);
  // All left at one moment. Where the answers came over more than the span, the requests may have been taken one after
  // the other, so that a limit was kept to all the time; answers that are slow alike say nothing of that kind.
  if (refused === 0 && spreadSeconds >= perSeconds) {
    throw new InconclusiveError(
      `the answers to ${sent} requests of one moment came over ${spreadSeconds.toFixed(1)} s: whether more than ${rate} are refused cannot be told`,
    );
  }
  expectThat(refused > 0, `more than ${rate} to be refused by ${limited}`, `all of ${sent} let through`);
}
