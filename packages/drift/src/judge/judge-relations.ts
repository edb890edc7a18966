import type { OperationContract } from '../contract/contract.ts';
import { isObject } from '../contract/json-type.ts';
import { parseBody } from '../contract/parse-body.ts';
import type { Exchange } from '../exchanges/exchange.ts';
import type { Evidence } from '../findings/evidence.ts';
import { mismatch } from '../rules/mismatch.ts';
import { timeInMilliseconds } from '../rules/time-in-milliseconds.ts';
import { evidenceOf } from './judge-answer.ts';
import type { RequestParts } from './request-parts.ts';

type Members = Readonly<Record<string, unknown>>;
type Tell = (evidence: Evidence) => void;

/** In seconds the year 5138, in milliseconds 1973: no call was at either. */
const mostSeconds = 1e11;

/**
 * Holds a success against what was asked for. What the contract leaves open is no finding: the order of the list
 * (V1-U-14), what is on a bound of the filter (V1-U-41), where it ends by default (V1-U-10), and a record that is not
 * there (V1-U-09). A member that is missing or of another type is for other rules.
 *
 * @param body - the answer
 */
export function judgeRelations(
  body: Members,
  { requestBody }: Exchange,
  { query }: RequestParts,
  operation: OperationContract,
  tell: Tell,
): void {
  const { data } = body;
  if (!isObject(data)) return;
  const app = Number(query.get('sdkappid')?.[0]);
  const asked = askedFor(requestBody);
  const ofApp = Number.isSafeInteger(app) ? { sdkAppId: app } : {};
  const record = recordJudge(operation, tell);
  if (operation.operationId === 'getRecordByCallId') {
    record(data, { ...ofApp, callId: asked.callId }, '/data');
  } else if (operation.operationId === 'getRecordsByFilter') {
    judgePage(data, asked, operation, tell);
    const { callRecordList } = data;
    if (!Array.isArray(callRecordList)) return;
    const { callResult, callType } = asked;
    for (const one of callRecordList) {
      record(one, { ...ofApp, callResult, callType }, '/data/callRecordList/*');
      if (isObject(one)) judgeWindow(one, asked, operation, tell);
    }
  }
}

function recordJudge(operation: OperationContract, tell: Tell) {
  const say = evidenceOf(operation);
  return (record: unknown, wanted: Members, place: string): void => {
    if (!isObject(record)) return;
    for (const [name, value] of Object.entries(wanted)) {
      const got = record[name];
      if (typeof got !== typeof value || got === value || isFraction(got)) continue;
      tell(differs(operation, `${place}/${name}`, `the ${name} that was asked for`));
    }
    for (const name of ['startCallTs', 'acceptTs', 'endTs']) {
      const time = record[name];
      if (typeof time !== 'number' || time <= mostSeconds) continue;
      tell(
        say(
          timeInMilliseconds.id,
          `${place}/${name}`,
          'seconds',
          'milliseconds',
          timeInMilliseconds.pointsAt(operation),
        ),
      );
    }
  };
}

function judgePage(data: Members, asked: Members, operation: OperationContract, tell: Tell): void {
  const { page, callRecordList } = data;
  if (typeof asked.page === 'number' && typeof page === 'number' && page !== asked.page) {
    tell(differs(operation, '/data/page', 'the page that was asked for'));
  }
  const { numberPerPage } = asked;
  if (
    typeof numberPerPage === 'number' &&
    Array.isArray(callRecordList) &&
    callRecordList.length > numberPerPage
  ) {
    tell(differs(operation, '/data/callRecordList', 'as short as was asked for'));
  }
}

function judgeWindow(record: Members, asked: Members, operation: OperationContract, tell: Tell): void {
  const { startCallTs: at } = record;
  const { startTimestamp: from, endTimestamp: to = Number.MAX_SAFE_INTEGER } = asked;
  if (typeof at !== 'number' || typeof from !== 'number' || typeof to !== 'number') return;
  // What comes for an end before the start is open (V1-U-12); another unit has a rule of its own.
  if (from > to || from > mostSeconds || at > mostSeconds) return;
  if (at >= from && at <= to) return;
  tell(differs(operation, '/data/callRecordList/*/startCallTs', 'within the time that was asked for'));
}

function differs(operation: OperationContract, pointer: string, wanted: string): Evidence {
  return evidenceOf(operation)(mismatch.id, pointer, wanted, '', mismatch.pointsAt(operation));
}

/** Without what was taken out before it was written down. */
function askedFor(requestBody: string | undefined): Members {
  if (requestBody === undefined) return {};
  const parsed = parseBody(requestBody);
  if (parsed.problem !== undefined || !isObject(parsed.value)) return {};
  return Object.fromEntries(
    Object.entries(parsed.value).filter(([, one]) => typeof one !== 'string' || !one.includes('[redacted')),
  );
}

function isFraction(value: unknown): boolean {
  return typeof value === 'number' && !Number.isInteger(value);
}
