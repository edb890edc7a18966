import type { MemberNames } from '../contract/generations.ts';
import { lastName } from '../contract/json.ts';
import { differenceAt, pointAtAnswer } from '../findings/difference.ts';
import {
  isSeconds,
  type JudgedExchange,
  type Members,
  type Records,
  readAsked,
  readRecords,
  type Tell,
} from '../judge/answer.ts';
import { isOutcomeWord } from './out-of-range.ts';
import type { Rule } from './rule.ts';

/**
 * What the contract leaves open is not a finding: the order of the list (V1-U-14, V4-U-08), what is on a bound of the
 * filter (V1-U-41, V4-U-09), where it ends by default (V1-U-10), and a record that is not there (V1-U-09). A member that is missing or
 * of another type is for other rules. Clients report the same by this name.
 */
export const mismatch = {
  id: 'mismatch',
  class: ({ operation, pointer }) =>
    operation?.names.levels[lastName(pointer)] === undefined ? 'breaking' : 'informational',
  title: ({ subject, pointer, before }) =>
    `${subject} answered with something else than was asked for: ${pointer} is not ${before}`,
  meaning: 'Code that takes the answer for what it asked for works with the data of something else.',
  advice:
    'Compare request and answer. If the vendor means it, describe in the contract what the member holds.',
  help: {
    title: 'Answer to something else',
    text: 'A success is not the answer to its request: another call, another app, another page, or records outside the filter. Compare request and answer.',
  },
  seen: 'otherwise',
  sensors: ['probes', 'production'],
  detect: {
    exchange: (judged, tell) => {
      const records = readRecords(judged);
      if (!records) return;
      const { names } = judged.operation;
      const asked = readAsked(judged.exchange);
      const wanted = Object.entries(wantedOfRecord(judged, asked, records.page !== undefined));
      for (const record of records.list) {
        for (const [name, value] of wanted) {
          const got = record[name];
          if (typeof got !== typeof value || got === value || isFraction(got)) continue;
          tell(differs(judged, `${records.at}/${name}`, `the ${name} that was asked for`));
        }
        if (records.page !== undefined && !isInWindow(record, asked, names)) {
          tell(differs(judged, `${records.at}/${names.times[0]}`, 'within the time that was asked for'));
        }
      }
      if (records.page !== undefined) comparePage(judged, records, records.page, asked, tell);
    },
  },
  reported: ({ rule, operation, pointer, expected }) =>
    rule === 'mismatch' && !isOutcomeWord(operation, pointer)
      ? differenceAt(operation, { pointer, before: expected })
      : undefined,
  pointsAt: pointAtAnswer,
  propose: 'a person decides',
} as const satisfies Rule;

function differs({ operation }: JudgedExchange, pointer: string, before: string) {
  return differenceAt(operation, { pointer, before });
}

function wantedOfRecord({ parts, operation }: JudgedExchange, asked: Members, isPage: boolean): Members {
  const app = Number(parts.query.get('sdkappid')?.[0]);
  const { names } = operation;
  const same = isPage ? names.filter : [names.call];
  return {
    ...(names.app !== undefined && Number.isSafeInteger(app) && { [names.app]: app }),
    ...Object.fromEntries(same.map((name) => [name, asked[name]])),
  };
}

function comparePage(judged: JudgedExchange, records: Records, list: string, asked: Members, tell: Tell) {
  const { names } = judged.operation;
  const { data, dataAt } = records;
  const [page, wanted, size] = [data[names.page], asked[names.page], asked[names.pageSize]];
  const items = data[list];
  const isOfNone = page === names.emptyPage && Array.isArray(items) && items.length === 0;
  if (typeof wanted === 'number' && typeof page === 'number' && page !== wanted && !isOfNone) {
    tell(differs(judged, `${dataAt}/${names.page}`, 'the page that was asked for'));
  }
  if (typeof size !== 'number' || !Array.isArray(items)) return;
  if (items.length > size) tell(differs(judged, `${dataAt}/${list}`, 'as short as was asked for'));
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
