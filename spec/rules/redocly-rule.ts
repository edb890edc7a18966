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
