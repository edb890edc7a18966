import { isObject } from '@trtc-call/reporting/values';
import { type AnswerExample, answerExamples, type Rule } from './visit.ts';

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
        for (const example of examples) {
          const message = findFault(example, codeMember);
          if (message !== undefined) context.report({ message, location: example.location });
        }
      },
    },
  };
};

function findFault({ name, value }: AnswerExample, codeMember: string): string | undefined {
  if (!/^success(?:-[a-z0-9]+)*$/.test(name))
    return `Name the example \`${name}\` success or success-<what>; refusals are made from errors.yaml.`;
  const code = isObject(value) ? value[codeMember] : undefined;
  if (String(code) === '0') return undefined;
  return `Make ${codeMember} in the example \`${name}\` 0 (it is ${code}), or take it out.`;
}
