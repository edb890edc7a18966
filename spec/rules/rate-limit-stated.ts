import { isRecord } from './is-record.ts';
import type { Rule } from './redocly-rule.ts';

/** Every operation that a caller may send says how often. Its form is checked by extension-value-valid. */
export const rateLimitStated: Rule = () => ({
  Paths: {
    Operation(node, context) {
      if (isRecord(node) && node['x-rate-limit'] !== undefined) return;
      context.report({
        message:
          'State the rate limit of this operation: add ' +
          '`x-rate-limit: { requests: <count>, perSeconds: <seconds>, source: [<page>] }`.',
        location: context.location.key(),
      });
    },
  },
});
