import { differenceAt, pointAtAnswer } from '../findings/difference.ts';
import { isSeconds, readRecords } from '../judge/answer.ts';
import type { ClientReport } from '../judge/client-report.ts';
import type { Rule } from './rule.ts';

const details = { before: 'seconds', after: 'milliseconds' };

export const timeInMilliseconds = {
  id: 'time-in-milliseconds',
  class: 'breaking',
  title: ({ subject, pointer }) =>
    `${subject} answered with milliseconds at ${pointer}, where the contract has Unix seconds`,
  meaning: 'The type is right and the moment is not: durations and dates are wrong by a factor of 1000.',
  advice: 'Look at several records. If the unit has changed, the contract and the client must learn it.',
  help: {
    title: 'Time in milliseconds',
    text: 'A time that the contract has in Unix seconds is so large that it can only be milliseconds. Find out whether the unit has changed.',
  },
  sensors: ['probes', 'production'],
  detect: {
    exchange: (judged, tell) => {
      const records = readRecords(judged);
      for (const record of records?.list ?? []) {
        for (const name of judged.operation.names.times) {
          const time = record[name];
          if (typeof time !== 'number' || isSeconds(time)) continue;
          tell(differenceAt(judged.operation, { pointer: `${records?.at}/${name}`, ...details }));
        }
      }
    },
  },
  reported: (report) =>
    isReportOfMilliseconds(report) && report.node
      ? differenceAt(report.operation, { pointer: report.pointer, ...details })
      : undefined,
  pointsAt: pointAtAnswer,
  propose: 'a person decides',
} as const satisfies Rule;

/** As the client words it where a time is in milliseconds. */
export function isReportOfMilliseconds({ rule, expected, isOutcome }: ClientReport): boolean {
  return rule === 'range' && expected === 'a time in Unix seconds' && !isOutcome;
}
