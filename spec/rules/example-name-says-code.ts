import { answerExamples, isRecord, type Rule } from './visit.ts';

const namePattern = /^(?:success(?:-[a-z0-9]+)*|error-([1-9][0-9]*))$/;

/**
 * Users choose the mock's answer by the name of an example, so `success...` answers errorCode 0 and
 * `error-<code>` answers that code.
 */
export const exampleNameSaysCode: Rule = () => ({
  Paths: {
    Operation(node, context) {
      for (const { name, value, location } of answerExamples(node, context)) {
        const match = namePattern.exec(name);
        if (match === null) {
          const message = `Name the example \`${name}\` by its errorCode: success, success-<what> or error-<code>.`;
          context.report({ message, location });
          continue;
        }
        const promised = match[1] ?? '0';
        const actual = isRecord(value) ? value.errorCode : undefined;
        if (String(actual) === promised) continue;
        const message = `Make errorCode in the example \`${name}\` ${promised} (it is ${actual}), or rename it.`;
        context.report({ message, location });
      }
    },
  },
});
