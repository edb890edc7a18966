import fc from 'fast-check';
import { expect, test } from 'vitest';
import { splitUrl } from './request.ts';

test('a URL is taken apart as the platform does it', () => {
  const text = fc.string({ maxLength: 12 });
  const pairs = fc.array(fc.tuple(text, text), { maxLength: 6 });
  fc.assert(
    fc.property(pairs, fc.webPath(), fc.boolean(), (query, path, hasFragment) => {
      const search = new URLSearchParams(query).toString();
      const url = `https://example.com:8443${path}?${search}${hasFragment ? '#part?x=1' : ''}`;
      const parts = splitUrl(url);
      expect(parts).toMatchObject({ host: 'example.com:8443', path });
      const given = new URL(url).searchParams;
      for (const name of given.keys()) expect(parts.query.get(name)).toEqual(given.getAll(name));
      expect(parts.query.size).toBe(new Set(given.keys()).size);
    }),
  );
});

test.each(['', '?', '/v1', 'not a url', 'https://', 'https://host?%zz=%', '://?&&=='])(
  '%j is read without an error',
  (url) => {
    expect(() => splitUrl(url)).not.toThrow();
  },
);
