import { isRecord } from './is-record.ts';
import type { Rule } from './redocly-rule.ts';

const dialect = 'https://json-schema.org/draft/2020-12/schema';

/** Without a stated dialect Prism validates the schemas of OpenAPI 3.1 by the rules of draft-07. */
export const dialectStated: Rule = () => ({
  Root(node, context) {
    if (isRecord(node) && node.jsonSchemaDialect === dialect) return;
    const message = `State the dialect of the schemas: \`jsonSchemaDialect: ${dialect}\`.`;
    context.report({ message, location: context.location.child('jsonSchemaDialect').key() });
  },
});
