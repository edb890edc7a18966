import { isObject } from '@trtc-call/reporting/values';
import { type Field, isNamedSchema, listFields, type Rule, type RuleContext } from './visit.ts';

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
