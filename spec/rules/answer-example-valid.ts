import { isObject } from '@trtc-call/reporting/values';
import { type ErrorTable, findErrorTable, listCodes } from './error-table.ts';
import { answerExamples, type Rule } from './visit.ts';

const namePattern = /^(?:success(?:-[a-z0-9]+)*|error-([1-9][0-9]*))$/;

/**
 * Users choose the mock's answer by the name of an example, so `success...` answers code 0 and `error-<code>` that
 * code. Each operation shows a success; the generator adds the refusals of errors.yaml, and one that is written by hand
 * has to be in that table.
 */
export const answerExampleValid: Rule = () => {
  let codeMember: string | undefined;
  let table: ErrorTable | undefined;
  return {
    Root(node, context) {
      const envelope = isObject(node) ? node['x-envelope'] : undefined;
      if (isObject(envelope)) codeMember = String(envelope.code);
      table = findErrorTable(context.location.source.absoluteRef);
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
          const match = namePattern.exec(name);
          const code = match?.[1] ?? '0';
          const actual = isObject(value) ? value[codeMember] : undefined;
          let message: string | undefined;
          if (match === null) {
            message = `Name the example \`${name}\` by its ${codeMember}: success, success-<what> or error-<code>.`;
          } else if (String(actual) !== code) {
            message = `Make ${codeMember} in the example \`${name}\` ${code} (it is ${actual}), or rename it.`;
          } else if (table && code !== '0' && !listCodes(table, node.operationId).includes(Number(code))) {
            message = `Remove the example \`${name}\` of ${node.operationId}, or give the operation that code in errors.yaml.`;
          }
          if (message !== undefined) context.report({ message, location });
        }
      },
    },
  };
};
