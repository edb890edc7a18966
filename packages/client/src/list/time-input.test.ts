import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readTime } from './record-list.ts';

const read = (value: unknown) => readTime('records.list', 'filter.startTimestamp', value);
const moments = fc.date({ min: new Date(0), max: new Date('2100-01-01T00:00:00Z'), noInvalidDate: true });

/** The moment as shown by clocks `minutesAhead` minutes ahead of UTC. */
function written(moment: Date, minutesAhead: number): string {
  const local = new Date(moment.getTime() + minutesAhead * 60_000).toISOString().slice(0, -1);
  const [hours, minutes] = [Math.trunc(Math.abs(minutesAhead) / 60), Math.abs(minutesAhead) % 60];
  const offset = [hours, minutes].map((part) => String(part).padStart(2, '0')).join(':');
  return `${local}${minutesAhead < 0 ? '-' : '+'}${offset}`;
}

describe('a time', () => {
  test('means the same moment as a Date, as seconds, and as text with any offset', () => {
    fc.assert(
      fc.property(moments, fc.integer({ min: -14 * 60, max: 14 * 60 }), (moment, minutesAhead) => {
        const seconds = moment.getTime() / 1000;
        expect(read(moment)).toBe(seconds);
        expect(read(seconds)).toBe(seconds);
        expect(read(moment.toISOString())).toBe(seconds);
        fc.pre(!written(moment, minutesAhead).startsWith('-'));
        expect(read(written(moment, minutesAhead))).toBe(seconds);
      }),
    );
  });

  test('tells the two hours apart that a clock shows twice when daylight saving ends', () => {
    expect(read('2024-10-27T02:30:00+02:00')).toBe(Date.UTC(2024, 9, 27, 0, 30) / 1000);
    expect(read('2024-10-27T02:30:00+01:00')).toBe(Date.UTC(2024, 9, 27, 1, 30) / 1000);
  });

  test('is the same in any time zone of the machine', () => {
    const before = process.env.TZ;
    try {
      const all = ['UTC', 'America/New_York', 'Asia/Kolkata', 'Pacific/Apia'].map((zone) => {
        process.env.TZ = zone;
        return { local: Date.parse('2024-03-10T02:30:00'), seconds: read('2024-03-10T02:30:00Z') };
      });
      expect(new Set(all.map(({ local }) => local)).size, 'the zones do not take effect here').toBe(4);
      expect(
        new Set(all.map(({ seconds }) => seconds)).size,
        'the time zone of the machine must not matter',
      ).toBe(1);
    } finally {
      if (before === undefined) delete process.env.TZ;
      else process.env.TZ = before;
    }
  });

  test('may come from a Date of another realm', () => {
    expect(read({ getTime: () => 1500 })).toBe(1.5);
  });

  const refused: [name: string, value: unknown, problem: RegExp][] = [
    ['text without an offset', '2024-05-01T08:00:00', /needs a date and a time zone: pass a Date/],
    ['a day alone', '2024-05-01', /needs a date and a time zone/],
    ['a day that does not exist', '2024-02-30T00:00:00Z', /needs a date and a time zone/],
    ['an hour that does not exist', '2024-02-03T25:00:00Z', /needs a date and a time zone/],
    ['an offset that does not exist', '2024-02-03T05:00:00+99:00', /needs a date and a time zone/],
    ['a number as text', '1700000000', /needs a date and a time zone/],
    ['empty text', '', /needs a date and a time zone/],
    ['milliseconds', 1_700_000_000_000, /looks like milliseconds: pass Unix seconds, or a Date/],
    ['an invalid Date', new Date(Number.NaN), /must be a Date, .+ \(got an object\)/],
    ['NaN', Number.NaN, /\(got NaN\)/],
    ['an infinite number', Number.POSITIVE_INFINITY, /\(got Infinity\)/],
    ['null', null, /\(got null\)/],
    ['true', true, /\(got a boolean\)/],
  ];
  test.each(refused)('is not %s', (_, value, problem) => {
    expect(() => read(value)).toThrow(problem);
    expect(() => read(value)).toThrow('records.list: filter.startTimestamp');
  });
});
