import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { findMapFault } from './source-maps.ts';

const folder = mkdtempSync(join(tmpdir(), 'trtc-call-maps-'));
const script = join(folder, 'a.js');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const write = (code: string, map: object) => {
  writeFileSync(script, code);
  writeFileSync(join(folder, 'a.js.map'), JSON.stringify(map));
};
const code = 'export {};\n//# sourceMappingURL=a.js.map\n';

test('a map that holds its sources, or stands beside them, has no fault', () => {
  write(code, { sources: ['../src/a.ts'], sourcesContent: ['export {};'] });
  expect(findMapFault(script)).toBeUndefined();
  write(code, { sources: ['a.js'] });
  expect(findMapFault(script)).toBeUndefined();
  write("export { a } from './b.js';\n", {});
  expect(findMapFault(script)).toBeUndefined();
});

test.each([
  ['no map', '//#region src/a.ts\nexport {};\n', { sources: [] }, 'names no source map'],
  ['a map that is not there', code.replace('a.js.map', 'b.js.map'), { sources: [] }, 'which is not there'],
  ['a map without its sources', code, { sources: ['../src/a.ts'] }, 'leads to ../src/a.ts'],
  [
    'a map with one source empty',
    code,
    { sources: ['../src/a.ts'], sourcesContent: [null] },
    'leads to ../src/a.ts',
  ],
])('%s is reported', (_what, text, map, fault) => {
  write(text, map);
  expect(findMapFault(script)).toContain(fault);
});
