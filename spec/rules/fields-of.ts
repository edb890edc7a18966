import { isRecord } from './is-record.ts';
import type { Location, RuleContext } from './redocly-rule.ts';

/**
 * A property as it is written where it stands. What a schema that it refers to says of itself ("a moment
 * in Unix seconds") does not say what this field means, so its facts are not the field's.
 */
export interface Field {
  readonly name: string;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly location: Location;
}

/** The fields of a `SchemaProperties` node. One that is not an object (`true`) has no facts. */
export function fieldsOf(properties: unknown, context: RuleContext): Field[] {
  if (!isRecord(properties)) return [];
  return Object.entries(properties).map(([name, node]) => ({
    name,
    facts: isRecord(node) ? node : {},
    location: context.location.child(name).key(),
  }));
}
