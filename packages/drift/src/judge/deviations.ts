import type { IssueRule, SchemaVisitor } from '@trtc-call/client/schema';
import {
  describeBounds,
  escapeSegment,
  expectedTypes,
  findMember,
  getJsonType,
  type SchemaNode,
} from '../contract/schema-node.ts';

/** One place where a value is not what its schema says. Nothing in it is the value itself, but for a plain word. */
export interface Deviation {
  readonly kind: Exclude<IssueRule, 'mismatch'>;
  /** JSON Pointer into the value, with `*` for every index. */
  readonly pointer: string;
  /** The schema that it is compared with; of the object, where a field is unknown or missing. */
  readonly node: SchemaNode;
  readonly before: string;
  readonly after: string;
  /** What stands there, for a proposal to look at; never shown. */
  readonly value: unknown;
}

/** How often one difference of one body is kept: what an unknown field looks like is known by then. */
const mostAlike = 100;
/** Names or words that are told apart in one place; what has more is a list of data. */
export const mostApart = 200;
/** Stands for all those beyond that number. */
export const others = '(others)';

// Collects what differs in one body, and notes which fields it has: however long its lists are, and however many names
// it has, no more than a report can show.
export class Deviations implements SchemaVisitor<SchemaNode> {
  readonly list: Deviation[] = [];
  #counts: Map<SchemaNode, Map<string, number>> | undefined;
  readonly #seen: SeenFields | undefined;

  /** @param seen notes the fields; they are not noted by default */
  constructor(seen?: SeenFields) {
    this.#seen = seen;
  }

  enter(node: SchemaNode, value: object): void {
    this.#seen?.enter(node, value);
  }

  choose(node: SchemaNode, option: SchemaNode): void {
    this.#seen?.choose(node, option);
  }

  differ(
    rule: IssueRule,
    _keyword: unknown,
    node: SchemaNode,
    value: unknown,
    _parent: string,
    name?: string | number,
  ): void {
    const at = node.at;
    switch (rule) {
      case 'required': {
        const member = findMember(node, String(name));
        if (member) this.#note(member, '', rule, node, member.at, expectedTypes(member), '', undefined);
        break;
      }
      case 'undocumented-field': {
        const shown = this.#apart(node, shownWord(String(name)));
        this.#note(node, shown, rule, node, `${at}/${escapeSegment(shown)}`, '', getJsonType(value), value);
        break;
      }
      case 'unlisted-word': {
        const word = this.#apart(node, shownWord(String(value)));
        this.#note(node, word, rule, node, at, '', word, value);
        break;
      }
      default: {
        const type = getJsonType(value);
        // None of the forms: of another type than all of them, or outside the bounds of the one of its type.
        const takesType = (form: SchemaNode) =>
          form.type.includes(type) || (type === 'integer' && form.type.includes('number'));
        const bounded = rule === 'range' ? node : node.anyOf?.find(takesType);
        if (bounded) this.#note(node, ' range', 'range', node, at, describeBounds(bounded), '', value);
        else this.#note(node, ` type ${type}`, 'type', node, at, expectedTypes(node), type, value);
      }
    }
  }

  #apart(node: SchemaNode, word: string): string {
    const counts = this.#counts?.get(node);
    return !counts || counts.size < mostApart || counts.has(word) ? word : others;
  }

  /** Keeps a difference, unless enough are known that are like it: `what` tells apart those of one place. */
  #note(
    place: SchemaNode,
    what: string,
    kind: Deviation['kind'],
    node: SchemaNode,
    pointer: string,
    before: string,
    after: string,
    value: unknown,
  ): void {
    this.#counts ??= new Map();
    const counts = this.#counts.get(place) ?? new Map<string, number>();
    this.#counts.set(place, counts);
    const count = counts.get(what) ?? 0;
    if (count >= mostAlike) return;
    counts.set(what, count + 1);
    this.list.push({ kind, pointer, node, before, after, value });
  }
}

/** A word that may be shown and told apart by; anything longer could be personal text. */
export const plainWord = /^[\w.-]{1,40}$/;

export function shownWord(text: string): string {
  return plainWord.test(text) ? text : '(not a plain word)';
}

/** A name that every object of JavaScript has already: tools that read a contract take such a field for something else. */
export function isInherited(name: string): boolean {
  return name in Object.prototype;
}

interface NeverSeen {
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
const formNames = ({ anyOf = [] }: SchemaNode) => anyOf.flatMap(listFormNames);

/** A form that has fields is named by its schema; an empty one says nothing. */
function listFormNames({ properties, pointer }: SchemaNode): string[] {
  return properties ? [pointer] : [];
}

/** What a name among those of a place stands for: a form, any item of a list, or a member. */
function findPart(node: SchemaNode, name: string): SchemaNode | undefined {
  const form = node.anyOf?.find((option) => listFormNames(option).includes(name));
  return form ?? (name === anyItem ? node.items : findMember(node, name));
}

/** Keeps which documented fields have occurred. It costs little once all of a place have. */
export class SeenFields {
  readonly #places = new Map<SchemaNode, Place>();
  #exchange = 0;

  /** The values that follow belong to another exchange. */
  next(): void {
    this.#exchange += 1;
  }

  enter(node: SchemaNode, value: object): void {
    const { unseen } = this.#openPlace(node, Array.isArray(value) ? itemNames : fieldNames);
    if (unseen.size === 0) return;
    if (Array.isArray(value)) {
      if (value.length > 0) unseen.delete(anyItem);
    } else for (const name of unseen) if (hasMember(value, name)) unseen.delete(name);
  }

  /** One of several forms of a value: an empty one may stand where nothing else does. */
  choose(node: SchemaNode, taken: SchemaNode): void {
    const { unseen } = this.#openPlace(node, formNames);
    if (unseen.size > 0) for (const name of listFormNames(taken)) unseen.delete(name);
  }

  /** What was missing from all of at least N exchanges. A required field that is missing is for another rule. */
  *neverSeen(leastExchanges: number): Generator<NeverSeen> {
    for (const { node, unseen, exchanges } of this.#places.values()) {
      if (exchanges < leastExchanges) continue;
      for (const name of unseen) {
        const never = node.required.includes(name) ? undefined : findPart(node, name);
        // That it may stay away was seen before, and the contract says so.
        if (never && !never.isObserved && saysSomething(never))
          yield { pointer: never.at, node: never, exchanges };
      }
    }
  }

  #openPlace(node: SchemaNode, names: (node: SchemaNode) => Iterable<string>): Place {
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

/** An object without described fields cannot be missed. */
function saysSomething({ type, properties = {} }: SchemaNode): boolean {
  return Object.keys(properties).length > 0 || type.join() !== 'object';
}
