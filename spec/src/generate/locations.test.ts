import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openapi } from '../v1/openapi.ts';
import { findLocations } from './locations.ts';

const packageFolder = join(import.meta.dirname, '..', '..');
const locations = findLocations(packageFolder, 'v1');

function lineAt(pointer: string): string | undefined {
  const [file = '', line = ''] = (locations[pointer] ?? '').split(/:(?=\d+$)/);
  return readFileSync(join(packageFolder, file), 'utf8').split('\n')[Number(line) - 1];
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
