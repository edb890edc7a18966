import { isObject } from '../contract/json-type.ts';
import { parseBody } from '../contract/parse-body.ts';
import type { Exchange } from '../traffic/exchange.ts';
import type { JudgedExchange } from './judged-exchange.ts';

/** The members of a JSON object. */
export type Members = Readonly<Record<string, unknown>>;

/** The times of a record, in the order in which they come. */
export const timeNames = ['startCallTs', 'acceptTs', 'endTs'] as const;

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
  /** JSON Pointer of each. */
  readonly at: string;
  /** Whether they are a page of a list. */
  readonly isPage: boolean;
}

/** The records of an answer; undefined where the operation answers with none, or did not succeed. */
export function readRecords({ answer, operation }: JudgedExchange): Records | undefined {
  const data = answer.body?.data;
  if (answer.code !== 0 || !isObject(data)) return undefined;
  if (operation.operationId === 'getRecordByCallId') {
    return { data, list: [data], at: '/data', isPage: false };
  }
  if (operation.operationId !== 'getRecordsByFilter') return undefined;
  const { callRecordList } = data;
  const list = Array.isArray(callRecordList) ? callRecordList.filter(isObject) : [];
  return { data, list, at: '/data/callRecordList/*', isPage: true };
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
