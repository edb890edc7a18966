import { isRecord } from './is-record.ts';
import type { Location, RuleContext, Visitor } from './redocly-rule.ts';

/** An `x-` key where it stands; `typeName` is Redocly's name for the object that carries it. */
export interface UsedExtension {
  readonly key: string;
  readonly value: unknown;
  readonly typeName: string;
  readonly location: Location;
}

/** Calls `visit` for each `x-` key of a document, also for one that stands beside a `$ref`. */
export function extensionVisitor(visit: (used: UsedExtension, context: RuleContext) => void): Visitor {
  const visitKeys = (node: unknown, context: RuleContext) => {
    // In a map such as the properties of a schema, a key is a name and not an extension.
    if (!isRecord(node) || context.type.extensionsPrefix === undefined) return;
    for (const [key, value] of Object.entries(node)) {
      if (!key.startsWith('x-')) continue;
      visit({ key, value, typeName: context.type.name, location: context.location.child(key) }, context);
    }
  };
  return { any: visitKeys, ref: visitKeys };
}
