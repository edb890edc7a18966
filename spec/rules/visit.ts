import { isObject } from '@trtc-call/reporting/values';

/**
 * The part of Redocly's rule interface that our rules use. The package `@redocly/cli` ships no types and
 * the types of `@redocly/openapi-core` belong to an older engine than the one that runs here.
 */

/** A place in a source file: a JSON pointer, and whether the key or the value is meant. */
export interface Location {
  readonly source: { readonly absoluteRef: string };
  readonly pointer: string;
  child(path: string | number | readonly (string | number)[]): Location;
  key(): Location;
}

/** What the engine tells a rule about the node that it visits. `rawNode` still has the `$ref`. */
export interface RuleContext {
  readonly location: Location;
  readonly rawNode: unknown;
  readonly type: { readonly name: string; readonly extensionsPrefix?: string };
  report(problem: { readonly message: string; readonly location?: Location }): void;
  resolve(node: unknown, from?: string): { readonly node: unknown; readonly location: Location | undefined };
}

export type Visit = (node: unknown, context: RuleContext) => void;

/** By Redocly's type name; a nested visitor only sees nodes below its parent. */
export interface Visitor {
  readonly [typeName: string]: Visit | Visitor;
}

/** Called once for each document, so a rule may keep state between its visits. */
export type Rule = () => Visitor;

export interface Place {
  readonly node: unknown;
  readonly location: Location;
}

/** The node that `place` refers to, or `place` itself; `undefined` when the reference leads nowhere. */
export function followReference(context: RuleContext, place: Place): Place | undefined {
  if (!isReference(place.node)) return place;
  const { node, location } = context.resolve(place.node, place.location.source.absoluteRef);
  return location === undefined || node === undefined ? undefined : { node, location };
}

/** The member `key` of `place`, with a reference followed at both ends. */
function findMember(context: RuleContext, place: Place | undefined, key: string): Place | undefined {
  const owner = place && followReference(context, place);
  if (owner === undefined || !isObject(owner.node) || owner.node[key] === undefined) return undefined;
  return followReference(context, { node: owner.node[key], location: owner.location.child(key) });
}

function isReference(node: unknown): node is { readonly $ref: string } {
  return isObject(node) && typeof node.$ref === 'string';
}

/** Whether the schema being visited is one that others refer to: it becomes a type with a name. */
export function isNamedSchema(context: RuleContext): boolean {
  return isReference(context.rawNode) || /^#\/components\/schemas\/[^/]+$/.test(context.location.pointer);
}

/**
 * A property as it is written where it stands. What a schema that it refers to says of itself ("a moment
 * in Unix seconds") does not say what this field means, so its facts are not the field's.
 */
export interface Field {
  readonly name: string;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly location: Location;
}

/** The fields of a `SchemaProperties` node. One that is not an object (`true`) has no facts. */
export function listFields(properties: unknown, context: RuleContext): Field[] {
  if (!isObject(properties)) return [];
  return Object.entries(properties).map(([name, node]) => ({
    name,
    facts: isObject(node) ? node : {},
    location: context.location.child(name).key(),
  }));
}

/** An `x-` key where it stands; `typeName` is Redocly's name for the object that carries it. */
export interface UsedExtension {
  readonly key: string;
  readonly value: unknown;
  readonly typeName: string;
  readonly location: Location;
}

/** Calls `visit` for each `x-` key of a document, also for one that stands beside a `$ref`. */
export function extensionVisitor(visit: (used: UsedExtension, context: RuleContext) => void): Visitor {
  const visitKeys = (node: unknown, context: RuleContext) => {
    // In a map such as the properties of a schema, a key is a name and not an extension.
    if (!isObject(node) || context.type.extensionsPrefix === undefined) return;
    for (const [key, value] of Object.entries(node)) {
      if (!key.startsWith('x-')) continue;
      visit({ key, value, typeName: context.type.name, location: context.location.child(key) }, context);
    }
  };
  return { any: visitKeys, ref: visitKeys };
}

/** A named example of an operation's 200 response; `location` is that of its name. */
export interface AnswerExample {
  readonly name: string;
  readonly value: unknown;
  readonly location: Location;
}

/** The named JSON examples of the 200 response: the vendor sends success and failure alike by 200. */
export function answerExamples(operation: unknown, context: RuleContext): AnswerExample[] {
  const path = ['responses', '200', 'content', 'application/json', 'examples'];
  const examples = path.reduce<Place | undefined>((place, key) => findMember(context, place, key), {
    node: operation,
    location: context.location,
  });
  if (examples === undefined || !isObject(examples.node)) return [];
  return Object.keys(examples.node).map((name) => ({
    name,
    value: findMember(context, findMember(context, examples, name), 'value')?.node,
    location: examples.location.child(name).key(),
  }));
}
