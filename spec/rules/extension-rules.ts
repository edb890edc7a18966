import { extensionValueCheck, readExtensions } from './extension-list.ts';
import { extensionVisitor, type Location, type Rule, writtenDecisions } from './visit.ts';

/** An `x-` key that spec/extensions.md does not describe, or not for this place, is a misspelling. */
export const knownExtensionsOnly: Rule = () => {
  const extensions = new Map(readExtensions().map((extension) => [extension.key, extension]));
  return extensionVisitor(({ key, typeName, location }, context) => {
    const extension = extensions.get(key);
    if (extension === undefined) {
      const message = `Remove \`${key}\` or describe it in spec/extensions.md.`;
      context.report({ message, location: location.key() });
    } else if (!extension.typeNames.includes(typeName)) {
      const places = extension.places.join(', ');
      const message = `Move \`${key}\`: spec/extensions.md gives it a place in ${places}, not in ${typeName}.`;
      context.report({ message, location: location.key() });
    }
  });
};

/** The value of an `x-` key has the type that spec/extensions.md gives to the key. */
export const extensionValueValid: Rule = () => {
  const extensions = readExtensions();
  const known = new Set(extensions.map(({ key }) => key));
  const check = extensionValueCheck(extensions);
  return extensionVisitor(({ key, value, location }, context) => {
    const problem = known.has(key) ? check(key, value) : undefined;
    if (problem === undefined) return;
    context.report({
      message: `Correct \`${key}\` to the type that spec/extensions.md states: ${problem}.`,
      location,
    });
  });
};

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
