import { readExtensions } from './extension-list.ts';
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
