/** The text of a module that exports nothing but constants. */
export function dataModule(from: string, constants: Readonly<Record<string, unknown>>): string {
  const header = `// Made by src/generate/main.ts from ${from}.\n// Change that, then run the generate script again.\n`;
  const body = Object.entries(constants).map(
    ([name, value]) => `export const ${name} = ${JSON.stringify(value, null, 2)} as const;\n`,
  );
  return [header, ...body].join('\n');
}
