/** Bun, Deno and Workers answer to parts of this; their own `fetch` keeps connections by itself. */
export function isNode(): boolean {
  const { process } = globalThis;
  const versions: Partial<Record<string, string>> | undefined = process?.versions;
  return (
    versions?.node !== undefined && !versions.bun && !versions.deno && process.getBuiltinModule !== undefined
  );
}
