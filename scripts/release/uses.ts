import { isRecord, recordOf } from './is-record.ts';

/** In what a part of the contract crosses the wire. */
export type Use = 'request' | 'answer' | 'webhook' | 'webhook-parameter' | 'webhook-answer';

/** Says in what the thing at a pointer is used; nothing for what is used nowhere or is not part of a message. */
export type UsesOf = (pointer: string) => ReadonlySet<Use>;

/**
 * Follows the references of descriptions, since a schema that stands in `components` may be sent, received, or both.
 *
 * @param descriptions - the earlier and the later one; what either uses counts
 */
export function usesOf(...descriptions: readonly unknown[]): UsesOf {
  const byComponent = new Map<string, Set<Use>>();
  for (const description of descriptions.map(recordOf)) {
    for (const part of ['paths', 'webhooks'] as const) {
      for (const item of Object.values(recordOf(description[part])).map(recordOf)) {
        for (const operation of Object.values(item).map(recordOf)) {
          for (const member of ['parameters', 'requestBody', 'responses'] as const) {
            note(description, operation[member], useOf(part, member), byComponent);
          }
        }
      }
    }
  }
  return (pointer) => {
    const [, component] = /^#(\/components\/\w+\/[^/]+)/.exec(pointer) ?? [];
    if (component !== undefined) return byComponent.get(component) ?? new Set();
    const [, part, member] =
      /^#\/(paths|webhooks)\/[^/]+\/[^/]+\/(parameters|requestBody|responses)/.exec(pointer) ?? [];
    return new Set(part === undefined ? [] : [useOf(part, member)]);
  };
}

function useOf(part: string, member: string | undefined): Use {
  if (part === 'paths') return member === 'responses' ? 'answer' : 'request';
  if (member === 'responses') return 'webhook-answer';
  return member === 'parameters' ? 'webhook-parameter' : 'webhook';
}

function note(
  description: Record<string, unknown>,
  value: unknown,
  use: Use,
  found: Map<string, Set<Use>>,
): void {
  if (Array.isArray(value)) {
    for (const item of value) note(description, item, use, found);
  } else if (isRecord(value)) {
    const reference = typeof value.$ref === 'string' ? value.$ref.slice(1) : undefined;
    if (reference !== undefined && !found.get(reference)?.has(use)) {
      found.set(reference, (found.get(reference) ?? new Set()).add(use));
      const [, , kind = '', name = ''] = reference.split('/');
      note(description, recordOf(recordOf(description.components)[kind])[name], use, found);
    }
    for (const [key, member] of Object.entries(value)) {
      if (key !== 'examples' && key !== 'example') note(description, member, use, found);
    }
  }
}
