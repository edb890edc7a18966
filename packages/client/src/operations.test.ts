import { openapi as v1 } from '@trtc-call/spec/v1/openapi';
import { openapi as v4 } from '@trtc-call/spec/v4/openapi';
import { expect, test } from 'vitest';
import { createTrtcCallClient } from './index.ts';
import { fetchAnswering } from './testing/answering-fetch.ts';

/** The methods of a client's resources. A list sends nothing by itself, and is made of `query`. */
function listMethods({
  api: _,
  ...resources
}: {
  readonly api: unknown;
}): ((argument: unknown) => unknown)[] {
  const members = Object.values(resources).flatMap((resource) => Object.entries(Object(resource)));
  return members.flatMap(([name, method]) =>
    typeof method === 'function' && name !== 'list' ? [(argument) => method(argument)] : [],
  );
}

test.each([
  ['v1', v1],
  ['v4', v4],
] as const)('each operation of %s is sent by a method', async (generation, { paths, components }) => {
  const { fetch, sent } = fetchAnswering({});
  const account = { sdkAppId: 1, userSig: 'x', region: 'https://example.com' };
  const client = createTrtcCallClient({ ...account, generation, limiter: false, retry: false, fetch });
  const bodies = Object.values(paths).flatMap(({ post }) =>
    Object.values(post.requestBody.content['application/json']?.examples ?? {}),
  );
  const values = bodies.map(
    ({ $ref = '', value }) => value ?? components.examples[$ref.split('/').at(-1) ?? '']?.value,
  );
  for (const method of listMethods(client)) {
    // What does not fit a method is refused before it is sent.
    for (const value of ['a-call', ...values]) await Promise.resolve(method(value)).catch(() => {});
  }
  expect([...new Set(sent.map(({ url }) => url.pathname))].sort()).toEqual(Object.keys(paths).sort());
});
