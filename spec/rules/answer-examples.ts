import { memberOf, type Place } from './follow-reference.ts';
import { isRecord } from './is-record.ts';
import type { Location, RuleContext } from './redocly-rule.ts';

/** A named example of an operation's 200 response; `location` is that of its name. */
export interface AnswerExample {
  readonly name: string;
  readonly value: unknown;
  readonly location: Location;
}

/** The named JSON examples of the 200 response: the vendor sends success and failure alike by 200. */
export function answerExamples(operation: unknown, context: RuleContext): AnswerExample[] {
  const path = ['responses', '200', 'content', 'application/json', 'examples'];
  const examples = path.reduce<Place | undefined>((place, key) => memberOf(context, place, key), {
    node: operation,
    location: context.location,
  });
  if (examples === undefined || !isRecord(examples.node)) return [];
  return Object.keys(examples.node).map((name) => ({
    name,
    value: memberOf(context, memberOf(context, examples, name), 'value')?.node,
    location: examples.location.child(name).key(),
  }));
}
