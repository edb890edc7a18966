import { isObject } from '@trtc-call/reporting/values';
import { isNamedSchema, type Location, listFields, type Rule, type RuleContext } from './visit.ts';

/**
 * Nothing stands in the contract without the vendor page that states it. A property rests on the pages of its schema
 * unless it names its own; the generator spells that out.
 */
export const sourceStated: Rule = () => {
  const requireSource = (what: string, facts: unknown, context: RuleContext, location: Location) => {
    if (isObject(facts) && facts['x-source'] !== undefined) return;
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
      if (!isNamedSchema(context)) return;
      stated('schema')(node, context);
      if (!isObject(node)) return;
      const source = JSON.stringify(node['x-source']);
      for (const { name, facts } of listFields(node.properties, context)) {
        if (facts['x-source'] === undefined || JSON.stringify(facts['x-source']) !== source) continue;
        const location = context.location.child(['properties', name, 'x-source']).key();
        const message = `Remove the x-source of the property \`${name}\`: it is that of its schema.`;
        context.report({ message, location });
      }
    },
  };
};
