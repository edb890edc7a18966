import { type ErrorTable, readErrorTable } from './error-table.ts';
import { extensionValueCheck, readExtensions } from './extension-list.ts';
import { type Rule, writtenDecisions } from './visit.ts';

/**
 * The table of errors is part of the contract: each code and each mistake in it has a `source` and a
 * `decision` as good as an `x-source` and an `x-decision`. Reported at the paths that return the codes.
 */
export const errorTableSourced: Rule = () => ({
  Root(_node, context) {
    const root = context.location.source.absoluteRef;
    const check = extensionValueCheck(readExtensions());
    const written = writtenDecisions(root);
    for (const { name, source, decision } of statementsOf(root)) {
      const problems = [
        check('x-source', source),
        check('x-decision', decision),
        ...(Array.isArray(decision) ? decision : [])
          .filter((id) => !written.has(String(id)))
          .map((id) => `decisions.md has no heading ${id}`),
      ];
      for (const problem of problems.filter((problem) => problem !== undefined)) {
        const message = `Correct ${name} in errors.yaml: ${problem}.`;
        context.report({ message, location: context.location.child('paths').key() });
      }
    }
  },
});

/** A table that cannot be read is reported by error-code-has-example. */
function statementsOf(rootDocument: string): ErrorTable['statements'] {
  try {
    return readErrorTable(rootDocument).statements;
  } catch {
    return [];
  }
}
