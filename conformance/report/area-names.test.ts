import { expect, test } from 'vitest';
import { listRequirements } from '../run-conformance.ts';
import { areaName } from './area-names.ts';

test('every area of the suite has a name', () => {
  const areas = new Set(listRequirements().map(({ area }) => area));
  expect([...areas].filter((area) => areaName(area) === '')).toEqual([]);
});
