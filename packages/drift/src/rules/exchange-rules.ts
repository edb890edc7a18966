import { allowedBy } from '../contract/contract.ts';
import type { MemberNames } from '../contract/generations.ts';
import { lastName } from '../contract/schema-node.ts';
import { pointAtAnswer } from '../findings/difference.ts';
import { isSeconds, type JudgedExchange, type Records } from '../judge/answer.ts';
import { isOutcomeWord, isReportOfMilliseconds } from '../judge/client-report.ts';
import { findStatement, isIn, type Members, rateMistakes } from '../judge/request.ts';
import type { Rule, Tell } from './rule.ts';

const acceptedRequest = {
  id: 'accepted-request',
  class: 'informational',
  title: ({ subject, pointer, before }) =>
    `${subject} accepted a request that the contract says is refused: ${before} at ${pointer}`,
  meaning:
    'Nothing breaks. The service checks less than the contract says, so that mistakes may pass unnoticed.',
  advice: 'Loosen the level of the mistake in mistakes.yaml, or state what the service does with it.',
  name: 'Wrong request accepted',
  about: 'The vendor accepted a request that the contract says is refused.',
  seen: 'accepted',
  detect: {
    exchange: ({ answer, mistakes, operation }, tell) => {
      if (answer.code !== 0 || mistakes.length === 0) return;
      for (const { row, pointer, level } of rateMistakes(mistakes, operation)) {
        if (level !== 'MAY') tell({ pointer, before: row.id });
      }
    },
  },
  pointsAt: ({ operation, pointer }) => operation && findStatement(pointer, operation),
} as const satisfies Rule;

const refusedRequest = {
  id: 'refused-request',
  class: 'breaking',
  title: ({ subject, after }) =>
    `${subject} refused a request that the contract allows, with error code ${after}`,
  meaning:
    'Calls that were right are refused now: something that used to be allowed, or optional, is not any more.',
  advice: 'Find out which part of the request is refused, and state it in the contract.',
  name: 'Right request refused',
  about: 'The vendor refused a request that the contract allows.',
  detect: {
    exchange: ({ request, operation, refusal }, tell) => {
      if (!refusal || refusal.isForUnseen || refusal.mistakes.length > 0) return;
      // The mistake may be in the body, which the file does not hold.
      if (request.isHidden && operation.requestCodes.has(refusal.code)) return;
      tell({ after: String(refusal.code) });
    },
  },
  pointsAt: ({ operation }) => operation?.pointer,
} as const satisfies Rule;

const refusedOtherwise = {
  id: 'refused-otherwise',
  class: ({ must }) => (must ? 'breaking' : 'informational'),
  title: ({ subject, pointer, before, after }) =>
    `${subject} refused a mistake at ${pointer} with error code ${after}; the contract has ${before}`,
  meaning: 'Code that tells refusals apart by their codes takes this one for another.',
  advice: 'Add the code to those that are allowed for the mistake in mistakes.yaml.',
  name: 'Refused with another code',
  about: 'A mistake was refused, but with an error code that the contract does not name for it.',
  detect: {
    exchange: ({ refusal }, tell) => {
      const [first] = refusal?.mistakes ?? [];
      if (!refusal || !first || refusal.isForUnseen) return;
      const { code, mistakes } = refusal;
      const allowed = allowedBy(mistakes.map(({ row }) => row));
      if (isIn(code, allowed)) return;
      const codes = allowed === 'any' ? allowed : [...allowed].toSorted().join(',');
      tell({
        pointer: first.pointer,
        before: `${first.row.id}:${codes}`,
        after: String(code),
        must: mistakes.some(({ level }) => level === 'MUST'),
      });
    },
  },
  pointsAt: ({ operation, pointer }) => operation && findStatement(pointer, operation),
} as const satisfies Rule;

/** Only where the contract allows any code for a state that no request shows; elsewhere it is `refused-request`. */
const refusedValidBody = {
  id: 'refused-valid-body',
  class: 'additive',
  title: ({ subject, after }) =>
    `${subject} refused a valid body with error code ${after}, which the contract gives to mistakes in the body only`,
  meaning:
    'Either the service asks more of the body than the contract says, so that right calls fail, or the code has another meaning besides.',
  advice: 'Find out what is refused. State it in the request schema, or add the mistake to mistakes.yaml.',
  name: 'Valid body refused',
  about: 'A body that the contract allows was refused by a code for mistakes in the body.',
  detect: {
    exchange: ({ request, operation, refusal }, tell) => {
      if (!refusal?.isForUnseen || refusal.mistakes.length > 0) return;
      if (!operation.bodyCodes.has(refusal.code) || request.isHidden) return;
      tell({ pointer: '/body', after: String(refusal.code) });
    },
  },
  pointsAt: ({ operation }) => operation && `${operation.pointer}/requestBody`,
} as const satisfies Rule;

// What the contract leaves open is not a finding: the order of the list (V1-U-14, V4-U-08), what is on a bound of the
// filter (V1-U-41, V4-U-09), where it ends by default (V1-U-10), and a record that is not there (V1-U-09). A member
// that is missing or of another type is for other rules. Clients report the same by this name.
const mismatch = {
  id: 'mismatch',
  class: ({ operation, pointer }) =>
    operation?.names.levels[lastName(pointer)] === undefined ? 'breaking' : 'informational',
  title: ({ subject, pointer, before }) =>
    `${subject} answered with something else than was asked for: ${pointer || 'the answer'} is not ${before}`,
  meaning: 'Code that takes the answer for what it asked for works with the data of something else.',
  advice:
    'Compare request and answer. If the vendor means it, describe in the contract what the member holds.',
  name: 'Answer to something else',
  about:
    'A success is not the answer to its request: another call, another app, another page, or records outside the filter.',
  seen: 'otherwise',
  detect: {
    exchange: (judged, tell) => {
      const { records } = judged;
      if (!records) return;
      const { names } = judged.operation;
      const { asked } = judged.request;
      const wanted = Object.entries(wantedOfRecord(judged, asked, records.page !== undefined));
      for (const record of records.list) {
        for (const [name, value] of wanted) {
          const got = record[name];
          if (typeof got !== typeof value || got === value || isFraction(got)) continue;
          tell({ pointer: `${records.at}/${name}`, before: `the ${name} that was asked for` });
        }
        if (records.page !== undefined && !isInWindow(record, asked, names)) {
          tell({ pointer: `${records.at}/${names.times[0]}`, before: 'within the time that was asked for' });
        }
      }
      if (records.page !== undefined) comparePage(names, records, records.page, asked, tell);
    },
  },
  reported: ({ rule, operation, pointer, expected }) =>
    rule === 'mismatch' && !isOutcomeWord(operation, pointer) ? { pointer, before: expected } : undefined,
  pointsAt: pointAtAnswer,
} as const satisfies Rule;

function wantedOfRecord({ parts, operation }: JudgedExchange, asked: Members, isPage: boolean): Members {
  const app = Number(parts.query.get('sdkappid')?.[0]);
  const { names } = operation;
  const same = isPage ? names.filter : [names.call];
  return {
    ...(names.app !== undefined && Number.isSafeInteger(app) && { [names.app]: app }),
    ...Object.fromEntries(same.map((name) => [name, asked[name]])),
  };
}

function comparePage(names: MemberNames, records: Records, list: string, asked: Members, tell: Tell) {
  const { data, dataAt } = records;
  const [page, wanted, size] = [data[names.page], asked[names.page], asked[names.pageSize]];
  const items = data[list];
  const isOfNone = page === names.emptyPage && Array.isArray(items) && items.length === 0;
  if (typeof wanted === 'number' && typeof page === 'number' && page !== wanted && !isOfNone) {
    tell({ pointer: `${dataAt}/${names.page}`, before: 'the page that was asked for' });
  }
  if (typeof size !== 'number' || !Array.isArray(items)) return;
  if (items.length > size) tell({ pointer: `${dataAt}/${list}`, before: 'as short as was asked for' });
}

/** What comes for an end before the start is open (V1-U-12); another unit is for another rule. */
function isInWindow(record: Members, asked: Members, names: MemberNames): boolean {
  const at = record[names.times[0]];
  const from = asked[names.from];
  const to = asked[names.to] ?? Number.MAX_SAFE_INTEGER;
  if (typeof at !== 'number' || typeof from !== 'number' || typeof to !== 'number') return true;
  return from > to || !isSeconds(from) || !isSeconds(at) || (at >= from && at <= to);
}

function isFraction(value: unknown): boolean {
  return typeof value === 'number' && !Number.isInteger(value);
}

const details = { before: 'seconds', after: 'milliseconds' };

const timeInMilliseconds = {
  id: 'time-in-milliseconds',
  class: 'breaking',
  title: ({ subject, pointer }) =>
    `${subject} answered with milliseconds at ${pointer}, where the contract has Unix seconds`,
  meaning: 'The type is right and the moment is not: durations and dates are wrong by a factor of 1000.',
  advice: 'Look at several records. If the unit has changed, the contract and the client must learn it.',
  name: 'Time in milliseconds',
  about: 'A time that the contract has in Unix seconds is so large that it can only be milliseconds.',
  detect: {
    exchange: ({ records, operation }, tell) => {
      for (const record of records?.list ?? []) {
        for (const name of operation.names.times) {
          const time = record[name];
          if (typeof time !== 'number' || isSeconds(time)) continue;
          tell({ pointer: `${records?.at}/${name}`, ...details });
        }
      }
    },
  },
  reported: (report) =>
    isReportOfMilliseconds(report) && report.node ? { pointer: report.pointer, ...details } : undefined,
  pointsAt: pointAtAnswer,
} as const satisfies Rule;

/** No page says so: it follows from what the times are called, and the suite holds it as a SHOULD. */
const timesOutOfOrder = {
  id: 'times-out-of-order',
  class: 'informational',
  title: ({ subject, pointer, before }) =>
    `${subject} answered with a record whose ${pointer} is before its ${before}`,
  meaning:
    'Durations come out negative: a call begins before it is answered, and is answered before it ends.',
  advice: 'Look at several records. If the vendor means it, say in the contract what the times are.',
  name: 'Times of a record out of order',
  about: 'A record says that its call was answered before it began, or ended before one of the two.',
  seen: 'earlier',
  detect: {
    exchange: ({ records, operation }, tell) => {
      for (const record of records?.list ?? []) {
        let later: { readonly name: string; readonly time: number } | undefined;
        for (const name of operation.names.times) {
          const time = record[name];
          // A call that was not answered may have zeros; another unit is for another rule.
          if (!isTime(time)) continue;
          const pointer = `${records?.at}/${name}`;
          if (later && later.time > time) tell({ pointer, before: later.name });
          else later = { name, time };
        }
      }
    },
  },
  pointsAt: pointAtAnswer,
} as const satisfies Rule;

function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 && isSeconds(value);
}

/** Rules about a request and its answer: whether and how it is refused, and whether the records are what it asked for. */
export const exchangeRules = [
  acceptedRequest,
  refusedRequest,
  refusedOtherwise,
  refusedValidBody,
  mismatch,
  timeInMilliseconds,
  timesOutOfOrder,
] as const satisfies readonly Rule[];
