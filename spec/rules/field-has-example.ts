import { isObject } from '@trtc-call/reporting/values';
import { followReference, listFields, type Place, type Rule, type RuleContext } from './visit.ts';

/**
 * Every property shows a value, in `examples` as the stated dialect calls it. One that holds described members needs none:
 * they have theirs. What was seen in answers shows none either: values of an app's calls are private.
 */
export const fieldHasExample: Rule = () => ({
  SchemaProperties(node, context) {
    for (const { name, facts, location } of listFields(node, context)) {
      if (Array.isArray(facts.examples) && facts.examples.length > 0) continue;
      if (Array.isArray(facts['x-source']) && facts['x-source'].includes('observed')) continue;
      if (hasMembers(context, { node: facts, location: context.location.child(name) })) continue;
      const message = `Show a value of the property \`${name}\`: add \`examples: [<value>]\`.`;
      context.report({ message, location });
    }
  },
});

function hasMembers(context: RuleContext, place: Place): boolean {
  const { node, location } = followReference(context, place) ?? {};
  if (!isObject(node) || location === undefined) return false;
  if (node.properties !== undefined) return true;
  const parts = [node.items, node.anyOf, node.allOf].flat();
  return parts.some((part) => hasMembers(context, { node: part, location }));
}
