import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { splitQuery } from './split-query.ts';

const known = ['sdkappid', 'random'];

describe('a query string', () => {
  test.each([
    { query: '', values: [undefined, undefined], others: [], repeated: undefined },
    { query: 'sdkappid=1&random=2', values: ['1', '2'], others: [], repeated: undefined },
    { query: 'random=2&sdkappid=1&', values: ['1', '2'], others: [], repeated: undefined },
    { query: 'SdkAppId=1&random=2', values: [undefined, '2'], others: ['SdkAppId'], repeated: undefined },
    { query: 'sdkappid=1&sdkappid=2', values: ['1', undefined], others: [], repeated: 'sdkappid' },
    { query: 'sdkappid=1&sdkappid=1', values: ['1', undefined], others: [], repeated: undefined },
    { query: 'sdkappid', values: ['', undefined], others: [], repeated: undefined },
    { query: 'sdkappid=a=b', values: ['a=b', undefined], others: [], repeated: undefined },
    { query: 'sdkapp%69d=%31', values: ['1', undefined], others: [], repeated: undefined },
    { query: 'sdkappid=%zz', values: ['%zz', undefined], others: [], repeated: undefined },
    { query: 'sdkappid=a+b', values: ['a b', undefined], others: [], repeated: undefined },
    { query: '&&=&', values: [undefined, undefined], others: [], repeated: undefined },
  ])('$query', ({ query, values, others, repeated }) => {
    expect(splitQuery(query, known)).toEqual({ values, others, repeated });
  });
});

test('what URLSearchParams writes is read back', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (sdkappid, random) => {
      const query = new URLSearchParams({ sdkappid, random }).toString();
      expect(splitQuery(query, known).values).toEqual([sdkappid, random]);
    }),
  );
});
