import { extensionValueCheck, readExtensions } from './extension-list.ts';
import { extensionVisitor, type Rule } from './visit.ts';

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
