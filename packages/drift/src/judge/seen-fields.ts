import { escapeSegment, type SchemaNode } from '../contract/schema-node.ts';

/** A documented field, or the items of a list, that no exchange had. */
export interface NeverSeen {
  readonly pointer: string;
  readonly node: SchemaNode;
  /** Exchanges that could have had it. */
  readonly exchanges: number;
}

interface Place {
  readonly pointer: string;
  readonly node: SchemaNode;
  /** Names of documented fields that are still to be seen; a list has one, for any item. */
  readonly unseen: Set<string>;
  exchanges: number;
  lastExchange: number;
}

const anyItem = '*';

/** A form that has fields of its own is told by its schema; an empty one says nothing. */
function nameOfForm({ members, pointer }: SchemaNode): string[] {
  return members ? [pointer] : [];
}

/** Keeps which documented fields have occurred. It costs little once all of a place have. */
export class SeenFields {
  readonly #places = new Map<string, Map<SchemaNode, Place>>();
  #exchange = 0;

  /** The values that follow belong to another exchange. */
  next(): void {
    this.#exchange += 1;
  }

  object(node: SchemaNode, pointer: string, value: Record<string, unknown>): void {
    const { unseen } = this.#placeOf(node, pointer, node.members?.keys() ?? []);
    if (unseen.size === 0) return;
    for (const name of unseen)
      if (value[name] !== undefined && Object.hasOwn(value, name)) unseen.delete(name);
  }

  list(node: SchemaNode, pointer: string, value: readonly unknown[]): void {
    const { unseen } = this.#placeOf(node, pointer, [anyItem]);
    if (value.length > 0) unseen.delete(anyItem);
  }

  /** One of several forms of a value: an empty one may stand where nothing else does. */
  option(node: SchemaNode, pointer: string, taken: SchemaNode): void {
    const { options = [] } = node;
    const { unseen } = this.#placeOf(node, pointer, options.flatMap(nameOfForm));
    if (unseen.size > 0) for (const name of nameOfForm(taken)) unseen.delete(name);
  }

  /** What was never seen in at least so many exchanges. A field that is missing all over is another rule's business. */
  *neverSeen(leastExchanges: number): Generator<NeverSeen> {
    for (const places of this.#places.values()) {
      for (const { pointer, node, unseen, exchanges } of places.values()) {
        if (exchanges < leastExchanges) continue;
        for (const name of unseen) {
          if (node.required.includes(name)) continue;
          const form = node.options?.find((option) => nameOfForm(option).includes(name));
          if (form) yield { pointer, node: form, exchanges };
          const member = name === anyItem ? node.items : node.members?.get(name);
          if (member) yield { pointer: `${pointer}/${escapeSegment(name)}`, node: member, exchanges };
        }
      }
    }
  }

  #placeOf(node: SchemaNode, pointer: string, names: Iterable<string>): Place {
    let places = this.#places.get(pointer);
    if (!places) {
      places = new Map();
      this.#places.set(pointer, places);
    }
    let place = places.get(node);
    if (!place) {
      place = { pointer, node, unseen: new Set(names), exchanges: 0, lastExchange: -1 };
      places.set(node, place);
    }
    if (place.lastExchange !== this.#exchange) {
      place.lastExchange = this.#exchange;
      place.exchanges += 1;
    }
    return place;
  }
}
