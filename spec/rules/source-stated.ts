import { isNamedSchema, isRecord, type Location, listFields, type Rule, type RuleContext } from './visit.ts';

/** Nothing stands in the contract without the vendor page that states it. */
export const sourceStated: Rule = () => {
  const requireSource = (what: string, facts: unknown, context: RuleContext, location: Location) => {
    if (isRecord(facts) && facts['x-source'] !== undefined) return;
    context.report({
      message: `Say which vendor page states the ${what}: add \`x-source: [<page>]\` (spec/extensions.md).`,
      location,
    });
  };
  const stated = (what: string) => (node: unknown, context: RuleContext) =>
    requireSource(what, node, context, context.location.key());
  return {
    Info: stated('API'),
    Operation: stated('operation'),
    Parameter: stated('parameter'),
    Response: stated('response'),
    Schema(node, context) {
      if (isNamedSchema(context)) stated('schema')(node, context);
    },
    SchemaProperties(node, context) {
      for (const { name, facts, location } of listFields(node, context)) {
        requireSource(`property \`${name}\``, facts, context, location);
      }
    },
  };
};
