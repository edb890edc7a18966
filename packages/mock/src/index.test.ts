import { expect, test } from 'vitest';

test('the package exports these names and no others', async () => {
  expect(Object.keys(await import('./index.ts')).sort()).toMatchInlineSnapshot(`
    [
      "MockOptionError",
      "MockStartError",
      "createMock",
      "defaultMockSdkAppId",
      "defaultMockSecretKey",
      "faultKinds",
      "startMock",
    ]
  `);
});
