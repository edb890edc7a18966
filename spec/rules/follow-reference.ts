import { isRecord } from './is-record.ts';
import type { Location, RuleContext } from './redocly-rule.ts';

export interface Place {
  readonly node: unknown;
  readonly location: Location;
}

/** The node that `place` refers to, or `place` itself; `undefined` when the reference leads nowhere. */
function followReference(context: RuleContext, place: Place): Place | undefined {
  if (!isReference(place.node)) return place;
  const { node, location } = context.resolve(place.node, place.location.source.absoluteRef);
  return location === undefined || node === undefined ? undefined : { node, location };
}

/** The member `key` of `place`, with a reference followed at both ends. */
export function memberOf(context: RuleContext, place: Place | undefined, key: string): Place | undefined {
  const owner = place && followReference(context, place);
  if (owner === undefined || !isRecord(owner.node) || owner.node[key] === undefined) return undefined;
  return followReference(context, { node: owner.node[key], location: owner.location.child(key) });
}

export function isReference(node: unknown): node is { readonly $ref: string } {
  return isRecord(node) && typeof node.$ref === 'string';
}
