import { codesOf, type ErrorTable, readErrorTable } from './error-table.ts';
import { answerExamples, isRecord, type Rule } from './visit.ts';

/** The table of errors and the examples of an operation name the same codes; code 0 is `success`. */
export const errorCodeHasExample: Rule = () => {
  let table: ErrorTable | undefined;
  return {
    Root(node, context) {
      if (!isRecord(node) || !isRecord(node.paths) || Object.keys(node.paths).length === 0) return;
      try {
        table = readErrorTable(context.location.source.absoluteRef);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        const message = `Put a table of error codes, errors.yaml, beside the root document: ${reason}.`;
        context.report({ message, location: context.location.child('paths').key() });
      }
    },
    Paths: {
      Operation(node, context) {
        if (table === undefined || !isRecord(node)) return;
        const { operationId } = node;
        const wanted = codesOf(table, operationId).map((code) => (code === 0 ? 'success' : `error-${code}`));
        const examples = answerExamples(node, context);
        const present = new Set(examples.map(({ name }) => name));
        for (const name of wanted.filter((name) => !present.has(name))) {
          const message =
            `Add the example \`${name}\` to the 200 response of ${operationId}, ` +
            'or take the operation from that code in errors.yaml.';
          context.report({ message, location: context.location.child('responses').key() });
        }
        for (const { name, location } of examples) {
          if (!name.startsWith('error-') || wanted.includes(name)) continue;
          const message =
            `Remove the example \`${name}\` of ${operationId}, ` +
            'or give the operation that code in errors.yaml.';
          context.report({ message, location });
        }
      },
    },
  };
};
