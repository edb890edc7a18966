import { followReference } from './follow-reference.ts';
import { isRecord } from './is-record.ts';
import type { Location, RuleContext } from './redocly-rule.ts';

/** A property of a schema as the reader sees it: its own keys on top of those of the schema it refers to. */
export interface Field {
  readonly name: string;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly location: Location;
}

/** The fields of a `SchemaProperties` node. One that is not an object (`true`) has no facts. */
export function fieldsOf(properties: unknown, context: RuleContext): Field[] {
  if (!isRecord(properties)) return [];
  return Object.entries(properties).flatMap(([name, node]) => {
    const location = context.location.child(name);
    const target = followReference(context, { node, location });
    // A reference that leads nowhere is reported by no-unresolved-refs.
    if (target === undefined) return [];
    const facts = { ...(isRecord(target.node) ? target.node : {}), ...(isRecord(node) ? node : {}) };
    return [{ name, facts, location: location.key() }];
  });
}
