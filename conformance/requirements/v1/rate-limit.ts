import { randomUUID } from 'node:crypto';
import { findMistake, type OperationId, operations, type Source } from '@trtc-call/spec/v1';
import { expectThat, InconclusiveError } from '../expect.ts';
import type { RequirementId } from '../requirement.ts';
import { readCode } from './check/answer.ts';
import type { CheckContext } from './check/context.ts';
import { defineArea, type Requirement } from './check/requirement.ts';

const configuration = { address: 'https://callback.example.com/conformance', actions: ['normal_end'] };

/** An operation, how it is called in a sentence, and a body that may be sent again and again. */
interface Limited {
  readonly id: RequirementId;
  readonly operation: OperationId;
  readonly subject: string;
  readonly page: Source;
  readonly changes?: true;
  makeBody(context: CheckContext): unknown;
}

const limited: readonly Limited[] = [
  {
    id: 'V1-RAT-001',
    operation: 'getRecordByCallId',
    subject: 'The single-record operation',
    page: 60137,
    makeBody: () => ({ callId: randomUUID() }),
  },
  {
    id: 'V1-RAT-002',
    operation: 'getRecordsByFilter',
    subject: 'The list operation',
    page: 60136,
    makeBody: (context) => ({ startTimestamp: context.now() - 60, numberPerPage: 1 }),
  },
  {
    id: 'V1-RAT-003',
    operation: 'setCallback',
    subject: 'Setting the callback',
    page: 60134,
    changes: true,
    makeBody: () => configuration,
  },
  {
    id: 'V1-RAT-004',
    operation: 'getCallback',
    subject: 'Reading the callback',
    page: 60133,
    makeBody: () => ({}),
  },
  {
    id: 'V1-RAT-005',
    operation: 'updateCallback',
    subject: 'Updating the callback',
    page: 60132,
    changes: true,
    makeBody: () => configuration,
  },
  {
    id: 'V1-RAT-006',
    operation: 'deleteCallback',
    subject: 'Removing the callback',
    page: 60131,
    changes: true,
    makeBody: () => ({}),
  },
];

/** How often an operation may be called; the numbers are the contract's. */
export const rateLimit: readonly Requirement[] = limited.flatMap(
  ({ id, operation, subject, page, changes, makeBody }) =>
    defineArea(
      { source: [page, 60138], operations: [operation], decision: ['V1-17', 'V1-U-05', 'V1-U-43'] },
      [
        {
          id,
          sentence: `MUST: ${subject} is limited to its documented rate.`,
          covers: [findMistake('rate-exceeded').answer],
          needs: changes ? ['exhaust-rate-limit', 'mutate-callback'] : ['exhaust-rate-limit'],
          check: (context) => expectLimit(context, operation, () => makeBody(context)),
        },
      ],
    ),
);

/** As many requests as the limit allows are let through, and more than that at the same time are not. */
async function expectLimit(
  context: CheckContext,
  operation: OperationId,
  makeBody: () => unknown,
): Promise<void> {
  const { requests, perSeconds } = operations[operation].rateLimit;
  const sent = Math.ceil(requests * 1.2) + 1;
  const answers = await Promise.all(Array.from({ length: sent }, () => context.send(operation, makeBody())));
  const times = answers.map(({ answeredAt }) => answeredAt);
  const spreadSeconds = (Math.max(...times) - Math.min(...times)) / 1000;
  const { answer: refusalCode } = findMistake('rate-exceeded');
  const refused = answers.filter((answer) => readCode(answer) === refusalCode).length;
  const through = sent - refused;
  const rate = `${requests} requests in ${perSeconds} s`;
  expectThat(through >= requests, `${rate} to be let through`, `${through} of ${sent}`);
  // All leave at one moment, or as near to it as this machine can. Where the answers came over more than the span, the requests may have been taken one after
  // the other, so that a limit was kept to all the time; answers that are slow alike say nothing of that kind.
  if (refused === 0 && spreadSeconds >= perSeconds) {
    throw new InconclusiveError(
      `the answers to ${sent} requests of one moment came over ${spreadSeconds.toFixed(1)} s: whether more than ${rate} are refused cannot be told`,
    );
  }
  expectThat(refused > 0, `more than ${rate} to be refused by ${refusalCode}`, `all of ${sent} let through`);
}
