import { isObject } from '../contract/json-type.ts';

/** What of an entry is read, each under the name of its own; everything else is only checked to be JSON. */
const wanted = {
  _sensor: 'sensor',
  startedDateTime: 'startedDateTime',
  time: 'time',
  timings: { send: 'send', wait: 'wait', receive: 'receive' },
  request: {
    method: 'method',
    url: 'url',
    headers: 'requestHeaders',
    bodySize: 'bodySize',
    postData: { text: 'requestText' },
  },
  response: {
    status: 'status',
    headers: 'responseHeaders',
    content: { mimeType: 'mimeType', text: 'responseText', encoding: 'encoding', size: 'size' },
  },
} as const;

type NameIn<Tree> = Tree extends string ? Tree : { [Key in keyof Tree]: NameIn<Tree[Key]> }[keyof Tree];

/** The name of something that is read. */
type Field = NameIn<typeof wanted>;

interface Wanted {
  readonly [name: string]: Field | Wanted;
}

const lists: readonly Field[] = ['requestHeaders', 'responseHeaders'];

const blanks = '[ \\t\\r\\n]*';
const plain = '[^"\\\\\\x00-\\x1f]*';
const text = `"${plain}(?:\\\\(?:["\\\\/bfnrt]|u[0-9a-fA-F]{4})${plain})*"`;
const number = '-?(?:0|[1-9]\\d*)(?:\\.\\d+)?(?:[eE][+-]?\\d+)?';

/**
 * The layout of one entry as a pattern that others of the same writer have too: a program writes the members of its
 * entries in one order. What fits is JSON, and only what is wanted of it is taken out, which costs a third of parsing it.
 */
export class EntryLayout {
  readonly #pattern: RegExp;
  readonly #contentType: RegExp;
  /** The number of each field's group in the pattern, 0 where there is none. */
  readonly #groups: Readonly<Record<Field, number>>;

  private constructor(pattern: RegExp, fields: readonly Field[], space: string) {
    this.#pattern = pattern;
    const colon = `${space}:${space}`;
    this.#contentType = new RegExp(
      `"name"${colon}"content-type"${space},${space}"value"${colon}("[^"]*")`,
      'i',
    );
    const groupOf = (field: Field) => fields.indexOf(field) + 1;
    this.#groups = {
      sensor: groupOf('sensor'),
      startedDateTime: groupOf('startedDateTime'),
      time: groupOf('time'),
      send: groupOf('send'),
      wait: groupOf('wait'),
      receive: groupOf('receive'),
      method: groupOf('method'),
      url: groupOf('url'),
      requestHeaders: groupOf('requestHeaders'),
      bodySize: groupOf('bodySize'),
      requestText: groupOf('requestText'),
      status: groupOf('status'),
      responseHeaders: groupOf('responseHeaders'),
      mimeType: groupOf('mimeType'),
      responseText: groupOf('responseText'),
      encoding: groupOf('encoding'),
      size: groupOf('size'),
    };
  }

  /** @returns undefined where the entry is written in a way that no pattern is made of */
  static of(text: string, entry: Readonly<Record<string, unknown>>): EntryLayout | undefined {
    const fields: Field[] = [];
    const space = /[\r\n]/.test(text) ? blanks : '';
    const source = new LayoutSource(space, fields).object(entry, wanted);
    if (source === undefined) return undefined;
    const layout = new EntryLayout(new RegExp(`^${source}$`), fields, space);
    return layout.read(text) === undefined ? undefined : layout;
  }

  /** @returns what is wanted of the entry, or undefined where it has another layout */
  read(text: string): Readonly<Record<string, unknown>> | undefined {
    const match = this.#pattern.exec(text);
    if (!match) return undefined;
    const groups = this.#groups;
    const { send, wait, receive, requestText } = groups;
    const hasTimings = send + wait + receive > 0;
    return {
      _sensor: fieldOf(match, groups.sensor),
      startedDateTime: fieldOf(match, groups.startedDateTime),
      time: fieldOf(match, groups.time),
      timings: hasTimings
        ? { send: fieldOf(match, send), wait: fieldOf(match, wait), receive: fieldOf(match, receive) }
        : undefined,
      request: {
        method: fieldOf(match, groups.method),
        url: fieldOf(match, groups.url),
        headers: this.#headersOf(match, groups.requestHeaders),
        bodySize: fieldOf(match, groups.bodySize),
        postData: requestText > 0 ? { text: fieldOf(match, requestText) } : undefined,
      },
      response: {
        status: fieldOf(match, groups.status),
        headers: this.#headersOf(match, groups.responseHeaders),
        content: {
          mimeType: fieldOf(match, groups.mimeType),
          text: fieldOf(match, groups.responseText),
          encoding: fieldOf(match, groups.encoding),
          size: fieldOf(match, groups.size),
        },
      },
    };
  }

  /** Of all headers only the one that is asked for. */
  #headersOf(match: RegExpExecArray, group: number): unknown {
    const token = match[group];
    if (group === 0 || token === undefined) return undefined;
    if (token.includes('\\')) return JSON.parse(token);
    const value = this.#contentType.exec(token)?.[1];
    return value === undefined ? [] : [{ name: 'content-type', value: value.slice(1, -1) }];
  }
}

function fieldOf(match: RegExpExecArray, group: number): unknown {
  const token = match[group];
  if (group === 0 || token === undefined) return undefined;
  if (token.charCodeAt(0) !== 0x22) return JSON.parse(token);
  return token.includes('\\') ? JSON.parse(token) : token.slice(1, -1);
}

/** Writes the pattern of an entry. */
class LayoutSource {
  readonly #space: string;
  readonly #fields: Field[];

  /** @param fields gets those that the pattern captures, in its order */
  constructor(space: string, fields: Field[]) {
    this.#space = space;
    this.#fields = fields;
  }

  object(value: Readonly<Record<string, unknown>>, want: Wanted): string | undefined {
    const members: string[] = [];
    for (const [name, member] of Object.entries(value)) {
      const source = this.#member(member, Object.hasOwn(want, name) ? want[name] : undefined);
      if (source === undefined) return undefined;
      members.push(`${literal(JSON.stringify(name))}${this.#space}:${this.#space}${source}`);
    }
    return this.#between('\\{', members.join(`${this.#space},${this.#space}`), '\\}');
  }

  #member(value: unknown, want: Field | Wanted | undefined): string | undefined {
    if (isObject(value)) return typeof want === 'string' ? undefined : this.object(value, want ?? {});
    if (typeof want === 'object') return undefined;
    const source = this.#leaf(value);
    if (source === undefined || want === undefined) return source;
    // A list is looked into for its headers only, and headers are a list.
    if (lists.includes(want) !== Array.isArray(value)) return undefined;
    this.#fields.push(want);
    return `(${source})`;
  }

  #leaf(value: unknown): string | undefined {
    if (typeof value === 'string') return text;
    if (typeof value === 'number') return number;
    if (typeof value === 'boolean') return '(?:true|false)';
    if (value === null) return 'null';
    return Array.isArray(value) ? this.#pairs() : undefined;
  }

  /** Headers, cookies, the query: a list of names with their values, or an empty one. */
  #pairs(): string {
    const between = `${this.#space},${this.#space}`;
    const colon = `${this.#space}:${this.#space}`;
    const pair = this.#between('\\{', `"name"${colon}${text}${between}"value"${colon}${text}`, '\\}');
    return this.#between('\\[', `(?:${pair}(?:${between}${pair})*)?`, '\\]');
  }

  #between(open: string, inner: string, close: string): string {
    return `${open}${this.#space}${inner}${this.#space}${close}`;
  }
}

function literal(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
