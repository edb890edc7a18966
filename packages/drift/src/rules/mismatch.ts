import { answerStatus } from '../contract/contract.ts';
import { differenceAt } from '../findings/difference.ts';
import type { JudgedExchange, Tell } from '../judge/judged-exchange.ts';
import { isSeconds, type Members, readAsked, readRecords } from '../judge/read-records.ts';
import type { Rule } from './rule.ts';

/**
 * What the contract leaves open is not a finding: the order of the list (V1-U-14), what is on a bound of the filter
 * (V1-U-41), where it ends by default (V1-U-10), and a record that is not there (V1-U-09). A member that is missing or
 * of another type is for other rules. Clients report the same by this name.
 */
export const mismatch = {
  id: 'mismatch',
  class: 'breaking',
  title: ({ subject, pointer, before }) =>
    `${subject} answered with something else than was asked for: ${pointer} is not ${before}`,
  meaning: 'Code that takes the answer for what it asked for works with the data of something else.',
  advice:
    'Compare request and answer. If the vendor means it, describe in the contract what the member holds.',
  help: {
    title: 'Answer to something else',
    text: 'A success is not the answer to its request: another call, another app, another page, or records outside the filter. Compare request and answer.',
  },
  sensors: ['probes', 'production'],
  detect: {
    exchange: (judged, tell) => {
      const records = readRecords(judged);
      // What was asked by mistake may be answered otherwise.
      if (!records || judged.mistakes.length > 0) return;
      const asked = readAsked(judged.exchange);
      const wanted = wantedOfRecord(judged, asked, records.isPage);
      for (const record of records.list) {
        for (const [name, value] of Object.entries(wanted)) {
          const got = record[name];
          if (typeof got !== typeof value || got === value || isFraction(got)) continue;
          tell(differs(judged, `${records.at}/${name}`, `the ${name} that was asked for`));
        }
        if (records.isPage && !isInWindow(record, asked)) {
          tell(differs(judged, `${records.at}/startCallTs`, 'within the time that was asked for'));
        }
      }
      if (records.isPage) comparePage(judged, records.data, asked, tell);
    },
  },
  reported: ({ rule, operation, pointer, expected }) =>
    rule === 'mismatch' ? differenceAt(operation, { pointer, before: expected }) : undefined,
  pointsAt: ({ operation }) => operation && `${operation.pointer}/responses/${answerStatus}`,
  propose: 'a person decides',
} as const satisfies Rule;

function differs({ operation }: JudgedExchange, pointer: string, before: string) {
  return differenceAt(operation, { pointer, before });
}

function wantedOfRecord({ parts }: JudgedExchange, asked: Members, isPage: boolean): Members {
  const app = Number(parts.query.get('sdkappid')?.[0]);
  const { callId, callResult, callType } = asked;
  return {
    ...(Number.isSafeInteger(app) && { sdkAppId: app }),
    ...(isPage ? { callResult, callType } : { callId }),
  };
}

function comparePage(judged: JudgedExchange, data: Members, asked: Members, tell: Tell): void {
  const { page, callRecordList } = data;
  const { numberPerPage } = asked;
  if (typeof asked.page === 'number' && typeof page === 'number' && page !== asked.page) {
    tell(differs(judged, '/data/page', 'the page that was asked for'));
  }
  if (typeof numberPerPage !== 'number' || !Array.isArray(callRecordList)) return;
  if (callRecordList.length > numberPerPage) {
    tell(differs(judged, '/data/callRecordList', 'as short as was asked for'));
  }
}

/** What comes for an end before the start is open (V1-U-12); another unit has a rule of its own. */
function isInWindow({ startCallTs: at }: Members, asked: Members): boolean {
  const { startTimestamp: from, endTimestamp: to = Number.MAX_SAFE_INTEGER } = asked;
  if (typeof at !== 'number' || typeof from !== 'number' || typeof to !== 'number') return true;
  return from > to || !isSeconds(from) || !isSeconds(at) || (at >= from && at <= to);
}

function isFraction(value: unknown): boolean {
  return typeof value === 'number' && !Number.isInteger(value);
}
