import { isObject } from '@trtc-call/reporting/values';
import { type ErrorTable, readErrorTable } from './error-table.ts';
import { extensionValueCheck, readExtensions } from './extension-list.ts';
import { type Rule, writtenDecisions } from './visit.ts';

/**
 * The table of errors is part of the contract: each code and each mistake in it has a `source` and a
 * `decision` as good as an `x-source` and an `x-decision`. Reported at the paths that return the codes.
 */
export const errorTableSourced: Rule = () => ({
  Root(node, context) {
    const root = context.location.source.absoluteRef;
    const location = context.location.child('paths').key();
    let statements: ErrorTable['statements'] = [];
    try {
      ({ statements } = readErrorTable(root));
    } catch (error) {
      if (!isObject(node) || !isObject(node.paths) || Object.keys(node.paths).length === 0) return;
      const reason = error instanceof Error ? error.message : String(error);
      const message = `Put a table of error codes, errors.yaml, beside the root document: ${reason}.`;
      context.report({ message, location });
    }
    const check = extensionValueCheck(readExtensions());
    const written = writtenDecisions(root);
    for (const { name, source, decision } of statements) {
      const problems = [
        check('x-source', source),
        check('x-decision', decision),
        ...(Array.isArray(decision) ? decision : [])
          .filter((id) => !written.has(String(id)))
          .map((id) => `decisions.md has no heading ${id}`),
      ];
      for (const problem of problems.filter((problem) => problem !== undefined)) {
        const message = `Correct ${name} in ${name.startsWith('code') ? 'errors' : 'mistakes'}.yaml: ${problem}.`;
        context.report({ message, location });
      }
    }
  },
});
