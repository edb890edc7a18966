import { extensionValueCheck, readExtensions } from './extension-list.ts';
import { extensionVisitor, type Rule } from './visit.ts';

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
