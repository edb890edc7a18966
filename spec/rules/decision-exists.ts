import { extensionVisitor, type Location, type Rule, writtenDecisions } from './visit.ts';

/** A decision that the contract names is written down: it has a heading in decisions.md beside the root. */
export const decisionExists: Rule = () => {
  const named: { id: string; location: Location }[] = [];
  return {
    ...extensionVisitor(({ key, value, location }) => {
      if (key !== 'x-decision' || !Array.isArray(value)) return;
      named.push(...value.map((id, index) => ({ id: String(id), location: location.child(index) })));
    }),
    Root: {
      leave(_node, context) {
        const written = writtenDecisions(context.location.source.absoluteRef);
        for (const { id, location } of named.filter(({ id }) => !written.has(id))) {
          const message = `Write a decision with the heading ${id} into decisions.md, or correct the id.`;
          context.report({ message, location });
        }
      },
    },
  };
};
