import { expect, test } from 'vitest';
import { curlExample, startMock } from './index.ts';

test('the package exports these names and no others', async () => {
  expect(Object.keys(await import('./index.ts')).sort()).toMatchInlineSnapshot(`
    [
      "MockOptionError",
      "MockStartError",
      "createMock",
      "curlExample",
      "defaultMockSdkAppId",
      "defaultMockSecretKey",
      "faultKinds",
      "startMock",
    ]
  `);
});

test('the curl line is a request that the mock answers with a record', async () => {
  await using mock = await startMock();
  const [, header, , body, , url] = curlExample(mock)
    .split("'")
    .map((part) => part.trim()) as string[];
  const response = await fetch(url ?? '', {
    method: 'POST',
    headers: { 'content-type': header?.split(': ')[1] ?? '' },
    ...(body === undefined ? {} : { body }),
  });
  expect(curlExample(mock)).toMatch(/^curl -H 'Content-Type: application\/json' -d '.*' 'http:.*'$/);
  expect(await response.json()).toMatchObject({ errorCode: 0, data: { callId: expect.any(String) } });
});
