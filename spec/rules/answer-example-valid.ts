import { isObject } from '@trtc-call/reporting/values';
import { answerExamples, type Rule } from './visit.ts';

/**
 * Users choose the mock's answer by the name of an example, so `success...` answers code 0. Each operation shows a
 * success; the refusals, `error-<code>`, are made from errors.yaml by the generator, and none is written by hand.
 */
export const answerExampleValid: Rule = () => {
  let codeMember: string | undefined;
  return {
    Root(node) {
      const envelope = isObject(node) ? node['x-envelope'] : undefined;
      if (isObject(envelope)) codeMember = String(envelope.code);
    },
    Paths: {
      Operation(node, context) {
        if (codeMember === undefined || !isObject(node)) return;
        const examples = answerExamples(node, context);
        if (!examples.some(({ name }) => name === 'success')) {
          const message = `Add the example \`success\` to the 200 response of ${node.operationId}.`;
          context.report({ message, location: context.location.child('responses').key() });
        }
        for (const { name, value, location } of examples) {
          const actual = isObject(value) ? value[codeMember] : undefined;
          let message: string | undefined;
          if (!/^success(?:-[a-z0-9]+)*$/.test(name)) {
            message = `Name the example \`${name}\` success or success-<what>; refusals are made from errors.yaml.`;
          } else if (String(actual) !== '0') {
            message = `Make ${codeMember} in the example \`${name}\` 0 (it is ${actual}), or take it out.`;
          }
          if (message !== undefined) context.report({ message, location });
        }
      },
    },
  };
};
