import { AssertionError } from 'node:assert';
import { isTrtcCallError } from '@trtc-call/client';
import type { Redact } from '@trtc-call/client/har';
import type { Exchange } from '../report/run-report.ts';
import { NoAnswerError } from '../requirements/no-answer-error.ts';
import { BlockedError, InconclusiveError } from '../requirements/not-checked-error.ts';
import type { CheckedRequirement, Observation } from '../requirements/requirement.ts';
import { type CheckContext, createContext, type Session } from '../requirements/v1/check/context.ts';
import type { RunnableItem } from './plan.ts';

/** What came of one check or one question. */
export type Outcome =
  | { readonly verdict: 'pass' }
  | { readonly verdict: 'observed'; readonly observed: string }
  | { readonly verdict: 'skipped'; readonly message: string }
  | { readonly verdict: 'fail' | 'error'; readonly message: string; readonly exchanges: readonly Exchange[] }
  | {
      readonly verdict: 'blocked';
      readonly by: string;
      readonly message: string;
      readonly exchanges: readonly Exchange[];
    };

/** An outcome with the time that it took, in milliseconds. */
export type TimedOutcome = Outcome & { readonly durationMilliseconds: number };

/** Runs a check, or asks a question, in a session of its own. Never throws. */
export async function runRequirement(one: RunnableItem, session: Session): Promise<TimedOutcome> {
  const context = createContext(session);
  const started = performance.now();
  const outcome = await ('check' in one ? check(one, context) : observe(one, context));
  return {
    ...redacted(outcome, context.redact),
    durationMilliseconds: Math.round((performance.now() - started) * 10) / 10,
  };
}

async function check(requirement: CheckedRequirement, context: CheckContext): Promise<Outcome> {
  try {
    await requirement.check(context);
    return { verdict: 'pass' };
  } catch (error) {
    const { exchanges } = context;
    if (error instanceof InconclusiveError) return { verdict: 'skipped', message: error.message };
    if (error instanceof BlockedError) {
      return { verdict: 'blocked', by: error.by, message: error.message, exchanges };
    }
    if (isFaultOfTarget(error)) {
      return { verdict: 'fail', message: error.message, exchanges };
    }
    return { verdict: 'error', message: describe(error), exchanges };
  }
}

async function observe(observation: Observation, context: CheckContext): Promise<Outcome> {
  try {
    return { verdict: 'observed', observed: await observation.observe(context) };
  } catch (error) {
    // A question has no wrong answer: what kept the target from giving one is the answer.
    if (isFaultOfTarget(error)) {
      return { verdict: 'observed', observed: `no answer: ${error.message}` };
    }
    return { verdict: 'error', message: describe(error), exchanges: context.exchanges };
  }
}

/** A target that repeats what it was sent must not bring credentials into a message; exchanges are clean already. */
function redacted(outcome: Outcome, redact: Redact): Outcome {
  if (outcome.verdict === 'pass') return outcome;
  if (outcome.verdict === 'observed') return { ...outcome, observed: redact(outcome.observed) };
  return { ...outcome, message: redact(outcome.message) };
}

/** Whether the target is at fault: by its answer, or by giving none. Anything else is a fault of the suite. */
function isFaultOfTarget(error: unknown): error is Error {
  if (error instanceof AssertionError || error instanceof NoAnswerError) return true;
  if (error instanceof BlockedError) return true;
  return isTrtcCallError(error) && error.kind !== 'argument';
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? ` (${error.cause.message})` : '';
  return `${error.name}: ${error.message}${cause}`;
}
