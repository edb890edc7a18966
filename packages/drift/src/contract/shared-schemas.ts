import type { SchemaNode } from './schema-node.ts';

/** Where a schema stands that several operations answer with. */
export interface SharedSchema {
  /** Its shortest place in an answer, as a JSON Pointer with `*` for every index. */
  readonly at: string;
  readonly operationIds: readonly string[];
}

/** The schemas that the answers of several operations have in common, by their pointers into the bundled contract. */
export function findSharedSchemas(
  operations: readonly { readonly operationId: string; readonly success: SchemaNode }[],
): ReadonlyMap<string, SharedSchema> {
  const places = new Map<string, { at: string; users: Set<string> }>();
  for (const { operationId, success } of operations) {
    for (const { pointer, at } of nodesIn(success)) {
      const known = places.get(pointer) ?? { at, users: new Set() };
      places.set(pointer, known);
      known.users.add(operationId);
      if (at.length < known.at.length) known.at = at;
    }
  }
  const shared = [...places].filter(([, { users }]) => users.size > 1);
  return new Map(shared.map(([pointer, { at, users }]) => [pointer, { at, operationIds: [...users] }]));
}

function* nodesIn(node: SchemaNode): Generator<SchemaNode> {
  yield node;
  const within = [
    ...(node.members?.values() ?? []),
    ...(node.options ?? []),
    ...(node.items ? [node.items] : []),
  ];
  for (const one of within) yield* nodesIn(one);
}
