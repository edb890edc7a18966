import { isObject, parseBody } from '../contract/json.ts';
import type { Exchange } from '../traffic/exchange.ts';
import type { JudgedExchange } from './judged-exchange.ts';

/** The members of a JSON object. */
export type Members = Readonly<Record<string, unknown>>;

/** In seconds the year 5138, in milliseconds 1973: no call was at either. */
const mostSeconds = 1e11;

/** Whether a time may be in seconds. */
export function isSeconds(time: number): boolean {
  return time <= mostSeconds;
}

/** The call records of a success. */
export interface Records {
  readonly data: Members;
  readonly list: readonly Members[];
  /** JSON Pointer of each, and of the data. */
  readonly at: string;
  readonly dataAt: string;
  /** The name of the list in the data, where they are a page of one. */
  readonly page: string | undefined;
}

/** The records of an answer; undefined where the operation answers with none, or did not succeed. */
export function readRecords({ answer, operation }: JudgedExchange): Records | undefined {
  const { envelope, names, operationId } = operation;
  const path = names.records[operationId];
  const data = answer.body?.[envelope.data];
  if (answer.code !== 0 || !path || !isObject(data)) return undefined;
  const dataAt = `/${envelope.data}`;
  const at = [dataAt, ...path].join('/');
  const [name] = path;
  const within = name === undefined ? data : data[name];
  const isPage = path.includes('*');
  const list: readonly unknown[] = isPage ? (Array.isArray(within) ? within : []) : [within];
  return { data, list: list.filter(isObject), at, dataAt, page: isPage ? name : undefined };
}

/** What a request asked for, without what was taken out before it was written down. */
export function readAsked({ requestBody }: Exchange): Members {
  if (requestBody === undefined) return {};
  const parsed = parseBody(requestBody);
  if (parsed.problem !== undefined || !isObject(parsed.value)) return {};
  return Object.fromEntries(
    Object.entries(parsed.value).filter(([, one]) => typeof one !== 'string' || !one.includes('[redacted')),
  );
}
