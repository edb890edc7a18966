/** The query of a webhook. */
export interface WebhookQuery {
  readonly sdkappid: number;
  readonly command: string;
  readonly clientip: string | undefined;
  readonly optplatform: string | undefined;
  /** Every parameter as it was sent; of a repeated one the first. */
  readonly raw: Readonly<Record<string, string>>;
}

/** Why a query is not that of a webhook. */
export interface QueryProblem {
  readonly problem: 'wrong-query' | 'wrong-content-type';
  /** In one line, without what was sent. */
  readonly detail: string;
}

/** Names of a sender's choosing: without a prototype none of them means anything, and an own class keeps it fast. */
class Parameters {
  [name: string]: string;
}
Object.setPrototypeOf(Parameters.prototype, null);

/** Nothing in it is escaped, and no parameter is without a name and a value. */
const isPlain = /^[\w.~:/-]+=[\w.~:/-]*(?:&[\w.~:/-]+=[\w.~:/-]*)*$/;

function takeApart(search: string, note: (name: string, value: string) => void): void {
  let start = 0;
  while (start < search.length) {
    const sign = search.indexOf('=', start);
    const next = search.indexOf('&', sign);
    const end = next < 0 ? search.length : next;
    note(search.slice(start, sign), search.slice(sign + 1, end));
    start = end + 1;
  }
}

const problem = (detail: string): QueryProblem => ({ problem: 'wrong-query', detail });

/**
 * Reads the query of a webhook, without its question mark. Names are case-sensitive; those that the contract does not
 * know are let through. It never throws.
 */
export function readQuery(search: string): WebhookQuery | QueryProblem {
  const raw = new Parameters();
  const repeated: string[] = [];
  const note = (name: string, value: string): void => {
    if (Object.hasOwn(raw, name)) repeated.push(name);
    else raw[name] = value;
  };
  // Most queries are plain, and to take one apart by hand costs a fifth.
  if (isPlain.test(search)) takeApart(search, note);
  else for (const [name, value] of new URLSearchParams(search)) note(name, value);
  for (const name of ['sdkappid', 'command'] as const) {
    if (repeated.includes(name)) return problem(`${name} is there more than once`);
    if (raw[name] === undefined || raw[name] === '') return problem(`${name} is missing`);
  }
  const { sdkappid = '', command = '', contenttype } = raw;
  const app = Number(sdkappid);
  if (!/^[1-9]\d*$/.test(sdkappid) || !Number.isSafeInteger(app))
    return problem('sdkappid is no whole number');
  if (repeated.includes('contenttype') || (contenttype !== undefined && contenttype !== 'json')) {
    return { problem: 'wrong-content-type', detail: 'contenttype is not json' };
  }
  return { sdkappid: app, command, clientip: raw.clientip, optplatform: raw.optplatform, raw };
}
