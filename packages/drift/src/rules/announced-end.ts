import { differenceAt } from '../findings/difference.ts';
import type { Rule } from './rule.ts';

export const announcedEnd = {
  id: 'announced-end',
  class: 'additive',
  title: ({ subject, pointer, after }) =>
    pointer.endsWith('/sunset')
      ? `${subject} answered with a Sunset header, which announces an end (${after})`
      : `${subject} answered with a Deprecation header, which announces an end (${after})`,
  meaning: 'It still works. It is on its way out, and calls of it fail once it is gone.',
  advice: 'Look for what takes its place, and mark the operation as deprecated in the contract.',
  help: {
    title: 'End announced',
    text: 'Answers carry a Deprecation or Sunset header (RFC 9745, RFC 8594): the operation is on its way out. Look for what takes its place.',
  },
  sensors: ['probes', 'production'],
  detect: {
    exchange: ({ exchange: { deprecation = '', sunset = '' }, operation }, tell) => {
      if (deprecation === '' && sunset === '') return;
      const headers = { deprecation: notDeprecated.test(deprecation) ? '' : deprecation, sunset };
      for (const [name, value] of Object.entries(headers)) {
        if (value.trim() === '') continue;
        tell(differenceAt(operation, { pointer: `/headers/${name}`, after: readDay(value) }));
      }
    },
  },
  pointsAt: ({ operation }) => operation?.pointer,
  propose: 'a person decides',
} as const satisfies Rule;

/** Structured fields have `?0` for false; drafts had `true` and dates in words. */
const notDeprecated = /^\s*(?:\?0|false|)\s*$/i;

/** The day that is named, so that another time of the same day is the same finding. */
function readDay(value: string): string {
  const [, seconds] = /^\s*@(-?\d{1,11})\b/.exec(value) ?? [];
  const moment = seconds === undefined ? Date.parse(value) : Number(seconds) * 1000;
  return Number.isNaN(moment) ? 'no date' : new Date(moment).toISOString().slice(0, 10);
}
