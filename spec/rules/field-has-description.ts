import { isObject } from '@trtc-call/reporting/values';
import { listFields, type Rule } from './visit.ts';

/** Every property and parameter is described in our words; those of the type alone never suffice. */
export const fieldHasDescription: Rule = () => ({
  Parameter(node, context) {
    if (!isObject(node) || isDescribed(node)) return;
    context.report({ message: remedy('parameter', node.name), location: context.location.key() });
  },
  SchemaProperties(node, context) {
    for (const { name, facts, location } of listFields(node, context)) {
      if (!isDescribed(facts)) context.report({ message: remedy('property', name), location });
    }
  },
});

function isDescribed(facts: Readonly<Record<string, unknown>>): boolean {
  const description = facts.description;
  return typeof description === 'string' && description.trim() !== '';
}

function remedy(kind: string, name: unknown): string {
  return `Describe the ${kind} \`${name}\`: add a \`description\` in our words, with its unit and limits.`;
}
