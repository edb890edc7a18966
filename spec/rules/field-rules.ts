import { isObject } from '@trtc-call/reporting/values';
import {
  type Field,
  followReference,
  isNamedSchema,
  listFields,
  type Place,
  type Rule,
  type RuleContext,
} from './visit.ts';

const waysToSayIt = ['type', 'enum', 'const', '$ref', 'anyOf', 'oneOf', 'allOf'];

/** A schema that allows everything says nothing: neither for a field, a parameter, an item, nor by name. */
export const fieldHasType: Rule = () => {
  const requireType = (what: string, { facts, location }: Omit<Field, 'name'>, context: RuleContext) => {
    if (waysToSayIt.some((key) => facts[key] !== undefined)) return;
    context.report({
      message: `Give ${what} a type: add one of ${waysToSayIt.map((key) => `\`${key}\``).join(', ')}.`,
      location,
    });
  };
  const readFacts = (node: unknown) => (isObject(node) ? node : {});
  return {
    Parameter(node, context) {
      const { name, schema, content } = readFacts(node);
      if (content !== undefined) return;
      const location = context.location.key();
      requireType(`the parameter \`${name}\``, { facts: readFacts(schema), location }, context);
    },
    Schema(node, context) {
      const facts = readFacts(node);
      if (isNamedSchema(context)) {
        requireType('this schema', { facts, location: context.location.key() }, context);
      }
      // Where the schema lists several types, its lists may hold anything: `items: {}` says so, and generators need it.
      if (facts.items !== undefined && !Array.isArray(facts.type)) {
        const location = context.location.child('items').key();
        requireType('the items', { facts: readFacts(facts.items), location }, context);
      }
    },
    SchemaProperties(node, context) {
      for (const field of listFields(node, context)) {
        requireType(`the property \`${field.name}\``, field, context);
      }
    },
  };
};

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
