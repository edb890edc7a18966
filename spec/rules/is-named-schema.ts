import { isReference } from './follow-reference.ts';
import type { RuleContext } from './redocly-rule.ts';

/** Whether the schema being visited is one that others refer to: it becomes a type with a name. */
export function isNamedSchema(context: RuleContext): boolean {
  return isReference(context.rawNode) || /^#\/components\/schemas\/[^/]+$/.test(context.location.pointer);
}
