import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { locations, sourceBase } from '../v1/locations.ts';
import { openapi } from '../v1/openapi.ts';

const packageFolder = join(import.meta.dirname, '..', '..');

function lineAt(pointer: string): string | undefined {
  const { file = '', line = 0 } = locations[pointer] ?? {};
  return readFileSync(join(packageFolder, file), 'utf8').split('\n')[line - 1];
}

test.each([
  ['#/components/schemas/CallRecord/properties/acceptTs', '  acceptTs:'],
  ['#/paths/~1v1~1callback~1set/post/x-rate-limit', '  x-rate-limit:'],
  ['#/webhooks/call_event/post/requestBody', '  requestBody:'],
  ['#/x-limits/backendTimeout', '  backendTimeout:'],
  ['#/errors/70005', '  - code: 70005'],
])('%s stands where it says', (pointer, line) => {
  expect(lineAt(pointer)).toBe(line);
});

test('every property of every schema of the bundle has a place', () => {
  const without = Object.entries(openapi.components.schemas).flatMap(([name, { properties }]) =>
    Object.keys(properties ?? {})
      .map((property) => `#/components/schemas/${name}/properties/${property}`)
      .filter((pointer) => !(pointer in locations)),
  );
  expect(without, 'a schema in components must have a file of its name').toEqual([]);
});

test('the files are published with the package, under the address that reports link to', () => {
  expect(sourceBase).toBe(`https://unpkg.com/@trtc-call/spec@${manifest.version}/`);
  const folders = new Set(Object.values(locations).map(({ file }) => file.split('/')[0]));
  expect(manifest.files).toEqual(expect.arrayContaining([...folders]));
});
