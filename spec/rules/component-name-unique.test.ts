import { expect, test } from 'vitest';
import { lintFixture } from './lint-fixture.ts';

test('two schemas of different names may stand in one document', async () => {
  expect(await lintFixture('component-name-unique/passing.yaml')).toEqual([]);
});

test('two files of the same schema name are reported, which bundle would silently rename', async () => {
  expect(await lintFixture('component-name-unique/failing.yaml')).toEqual([
    {
      rule: 'component-name-unique',
      at: 'records/Record.yaml#/',
      message: expect.stringContaining("Rename one of the files: Component 'schemas/Record' is not unique"),
    },
    {
      rule: 'component-name-unique',
      at: 'webhooks/Record.yaml#/',
      message: expect.stringContaining("Rename one of the files: Component 'schemas/Record' is not unique"),
    },
  ]);
});
