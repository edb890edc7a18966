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

const problem = (detail: string): QueryProblem => ({ problem: 'wrong-query', detail });

/**
 * Reads the query of a webhook, without its question mark. Names are case-sensitive; those that the contract does not
 * know are let through. It never throws.
 */
export function readQuery(search: string): WebhookQuery | QueryProblem {
  // Names of a sender's choosing: without a prototype none of them means anything.
  const raw: Record<string, string> = Object.create(null);
  const repeated: string[] = [];
  for (const [name, value] of new URLSearchParams(search)) {
    if (Object.hasOwn(raw, name)) repeated.push(name);
    else raw[name] = value;
  }
  for (const name of ['sdkappid', 'command'] as const) {
    if (repeated.includes(name)) return problem(`${name} is there more than once`);
    if (raw[name] === undefined || raw[name] === '') return problem(`${name} is missing`);
  }
  const { sdkappid = '', command = '', contenttype } = raw;
  const app = Number(sdkappid);
  if (!/^[1-9]\d*$/.test(sdkappid) || !Number.isSafeInteger(app))
    return problem('sdkappid is not a whole number');
  if (repeated.includes('contenttype') || (contenttype !== undefined && contenttype !== 'json')) {
    return { problem: 'wrong-content-type', detail: 'contenttype is not json' };
  }
  return { sdkappid: app, command, clientip: raw.clientip, optplatform: raw.optplatform, raw };
}
