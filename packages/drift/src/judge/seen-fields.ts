import { memberOf, type SchemaNode } from '../contract/schema-node.ts';

/** A documented field, or the items of a list, that no exchange had. */
export interface NeverSeen {
  readonly pointer: string;
  readonly node: SchemaNode;
  /** Exchanges that could have had it. */
  readonly exchanges: number;
}

interface Place {
  readonly node: SchemaNode;
  /** Names of documented fields that are still to be seen; a list has one, for any item. */
  readonly unseen: Set<string>;
  exchanges: number;
  lastExchange: number;
}

const anyItem = '*';
const itemNames = () => [anyItem];
const fieldNames = ({ properties = {} }: SchemaNode) => Object.keys(properties);
const formNames = ({ anyOf = [] }: SchemaNode) => anyOf.flatMap(nameOfForm);

/** A form that has fields of its own is told by its schema; an empty one says nothing. */
function nameOfForm({ properties, pointer }: SchemaNode): string[] {
  return properties ? [pointer] : [];
}

/** Keeps which documented fields have occurred. It costs little once all of a place have. */
export class SeenFields {
  readonly #places = new Map<SchemaNode, Place>();
  #exchange = 0;

  /** The values that follow belong to another exchange. */
  next(): void {
    this.#exchange += 1;
  }

  /** An object or a list. */
  enter(node: SchemaNode, value: object): void {
    const { unseen } = this.#placeOf(node, Array.isArray(value) ? itemNames : fieldNames);
    if (unseen.size === 0) return;
    if (Array.isArray(value)) {
      if (value.length > 0) unseen.delete(anyItem);
    } else for (const name of unseen) if (hasMember(value, name)) unseen.delete(name);
  }

  /** One of several forms of a value: an empty one may stand where nothing else does. */
  choose(node: SchemaNode, taken: SchemaNode): void {
    const { unseen } = this.#placeOf(node, formNames);
    if (unseen.size > 0) for (const name of nameOfForm(taken)) unseen.delete(name);
  }

  /** What was missing from all of at least N exchanges. A required field that is missing is for another rule. */
  *neverSeen(leastExchanges: number): Generator<NeverSeen> {
    for (const { node, unseen, exchanges } of this.#places.values()) {
      if (exchanges < leastExchanges) continue;
      for (const name of unseen) {
        if (node.required.includes(name)) continue;
        const form = node.anyOf?.find((option) => nameOfForm(option).includes(name));
        const member = name === anyItem ? node.items : memberOf(node, name);
        const never = form ?? member;
        // That it may stay away was seen before, and the contract says so.
        if (never && !never.isObserved && saysSomething(never))
          yield { pointer: never.at, node: never, exchanges };
      }
    }
  }

  #placeOf(node: SchemaNode, names: (node: SchemaNode) => Iterable<string>): Place {
    let place = this.#places.get(node);
    if (!place) {
      place = { node, unseen: new Set(names(node)), exchanges: 0, lastExchange: -1 };
      this.#places.set(node, place);
    }
    if (place.lastExchange !== this.#exchange) {
      place.lastExchange = this.#exchange;
      place.exchanges += 1;
    }
    return place;
  }
}

function hasMember(value: object, name: string): boolean {
  return Object.hasOwn(value, name) && Reflect.get(value, name) !== undefined;
}

/** Of an object without fields nothing is described, so that nobody misses it. */
function saysSomething({ type, properties }: SchemaNode): boolean {
  return properties !== undefined || type.join() !== 'object';
}
