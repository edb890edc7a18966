import { randomUUID } from 'node:crypto';
import type { Capability } from '../../report/run-report.ts';
import type { CheckContext } from '../check/context.ts';
import { findMistake } from '../check/expect.ts';
import { defineArea, type Requirement } from '../define.ts';
import { expectThat, InconclusiveError } from '../expect.ts';
import type { Generation } from '../generation.ts';
import type { RequirementKey } from '../requirement.ts';
import { makeConfiguration } from './callback.ts';

/** An operation, how it is called in a sentence, and a body that may be sent again and again. */
export interface Limited {
  readonly operation: string;
  readonly subject: string;
  readonly needs?: Capability;
  /** A text: why it may not. */
  readonly body: string | ((context: CheckContext) => unknown);
}

/** The operations that all generations have, with bodies that may be sent again and again. */
export const limited = {
  record: {
    operation: 'getRecordByCallId',
    subject: 'The single-record operation',
    body: ({ generation: { names } }) => ({ [names.callId]: randomUUID() }),
  },
  list: {
    operation: 'getRecordsByFilter',
    subject: 'The list operation',
    body: ({ generation: { names }, now }) => ({ [names.from]: now() - 60, [names.pageSize]: 1 }),
  },
  set: {
    operation: 'setCallback',
    subject: 'Setting the callback',
    needs: 'mutate-callback',
    body: ({ generation }) => makeConfiguration(generation),
  },
  read: { operation: 'getCallback', subject: 'Reading the callback', body: () => ({}) },
  remove: {
    operation: 'deleteCallback',
    subject: 'Removing the callback',
    needs: 'mutate-callback',
    body: () => ({}),
  },
} as const satisfies Readonly<Record<string, Limited>>;

/** By the keys of their requirements, such as `RAT-001`: each operation keeps its key, wherever it stands. */
export type Rates = Readonly<Record<RequirementKey, Limited>>;

/** How often an operation may be called; the numbers are the contract's. */
export function rateLimit(generation: Generation, rates: Rates): readonly Requirement[] {
  return Object.entries(rates).flatMap(([key, { operation, subject, body, needs }]) => {
    const page = generation.contract.operations[operation]?.source ?? [];
    const stated = {
      mistakes: ['rate-exceeded'],
      source: [...page].reverse(),
      sentence: `${subject} is limited to its documented rate.`,
    } as const;
    return defineArea({ operations: [operation] }, generation, {
      [key]:
        typeof body === 'string'
          ? { ...stated, excluded: body }
          : {
              ...stated,
              needs: needs ? ['exhaust-rate-limit', needs] : ['exhaust-rate-limit'],
              check: (context: CheckContext) => expectLimit(context, operation, body),
            },
    });
  });
}

/** As many requests as the limit allows are let through, and more than that at the same time are not. */
async function expectLimit(
  context: CheckContext,
  operation: string,
  makeBody: (context: CheckContext) => unknown,
): Promise<void> {
  const { contract } = context.generation;
  const { requests, perSeconds } = contract.operations[operation]?.rateLimit ?? {
    requests: 0,
    perSeconds: 1,
  };
  const sent = Math.ceil(requests * 1.2) + 1;
  const answers = await Promise.all(
    Array.from({ length: sent }, () => context.send(operation, makeBody(context))),
  );
  const times = answers.map(({ answeredAt }) => answeredAt);
  const spreadSeconds = (Math.max(...times) - Math.min(...times)) / 1000;
  const { allowed } = findMistake(contract, 'rate-exceeded');
  const isRefusal = (code = 0) => allowed !== 'any' && allowed.includes(code);
  const codes = allowed === 'any' ? 'any code' : allowed.join(' or ');
  const refused = answers.filter(({ code }) => isRefusal(code)).length;
  const through = sent - refused;
  const rate = `${requests} requests in ${perSeconds} s`;
  expectThat(through >= requests, `${rate} to be let through`, `${through} of ${sent}`);
  const failed = answers.find(({ status }) => status >= 400);
  expectThat(!failed, `more than ${rate} to be refused with HTTP status 200`, `HTTP ${failed?.status}`);
  // All leave at one moment, or as near to it as this machine can. Where the answers came over more than the span, the
  // requests may have been taken one after the other, so that a limit was kept to all the time; answers that are slow
  // alike say nothing of that kind.
  if (refused === 0 && spreadSeconds >= perSeconds) {
    throw new InconclusiveError(
      `the answers to ${sent} requests of one moment came over ${spreadSeconds.toFixed(1)} s: whether more than ${rate} are refused cannot be told`,
    );
  }
  expectThat(refused > 0, `more than ${rate} to be refused by ${codes}`, `all of ${sent} let through`);
}
