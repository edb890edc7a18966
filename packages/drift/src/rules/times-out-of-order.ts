import { differenceAt, pointAtAnswer } from '../findings/difference.ts';
import { isSeconds, readRecords } from '../judge/answer.ts';
import type { Rule } from './rule.ts';

/** No page says so: it follows from what the times are called, and the suite holds it as a SHOULD. */
export const timesOutOfOrder = {
  id: 'times-out-of-order',
  class: 'informational',
  title: ({ subject, pointer, before }) =>
    `${subject} answered with a record whose ${pointer} is before its ${before}`,
  meaning:
    'Durations come out negative: a call begins before it is answered, and is answered before it ends.',
  advice: 'Look at several records. If the vendor means it, say in the contract what the times are.',
  help: {
    title: 'Times of a record out of order',
    text: 'A record says that its call was answered before it began, or ended before one of the two. Find out what the times mean.',
  },
  seen: 'earlier',
  sensors: ['probes', 'production'],
  detect: {
    exchange: (judged, tell) => {
      const records = readRecords(judged);
      for (const record of records?.list ?? []) {
        let later: { readonly name: string; readonly time: number } | undefined;
        for (const name of judged.operation.names.times) {
          const time = record[name];
          // A call that was not answered may have zeros; another unit is for another rule.
          if (!isTime(time)) continue;
          const pointer = `${records?.at}/${name}`;
          if (later && later.time > time)
            tell(differenceAt(judged.operation, { pointer, before: later.name }));
          else later = { name, time };
        }
      }
    },
  },
  pointsAt: pointAtAnswer,
  propose: 'a person decides',
} as const satisfies Rule;

function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 && isSeconds(value);
}
