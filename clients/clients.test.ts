import { spawnSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { signUserSig } from '@trtc-call/client/usersig';
import { createMock, defaultMockSecretKey } from '@trtc-call/mock';
import { openapi as v1 } from '@trtc-call/spec/v1/openapi';
import { openapi as v4 } from '@trtc-call/spec/v4/openapi';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { type Generator, generators } from './generators.ts';
import { makeClient } from './make-client.ts';
import { page, renderRecipes } from './page.ts';

const { resolve } = createRequire(import.meta.url);
const readPortable = (generation: string): unknown =>
  JSON.parse(readFileSync(resolve(`@trtc-call/spec/${generation}/portable.json`), 'utf8'));

describe.each([
  ['v1', v1, 'data'],
  ['v4', v4, 'Response'],
] as const)('answers of the mock, %s', (generation, { paths }, payload) => {
  const answers = collectAnswers(paths, generation);

  test('are accepted by the portable contract, of every operation and of refusals', async () => {
    const found = await answers;
    expect(new Set(found.map(({ path }) => path))).toEqual(new Set(Object.keys(paths)));
    expect(findRefused(readPortable(generation), found)).toEqual([]);
  });

  test('are refused where it asks for more', async () => {
    const narrowed = JSON.parse(
      JSON.stringify(readPortable(generation)).replaceAll(
        /"required":\["(errorCode|ActionStatus)"/g,
        `"required":["${payload}","$1"`,
      ),
    );
    const withoutPayload = (await answers).filter(({ answer }) => !(payload in answer));
    expect(findRefused(narrowed, await answers)).toHaveLength(withoutPayload.length);
  });
});

test('the page has the recipes as the clients use them', () => {
  const text = readFileSync(page, 'utf8');
  expect(renderRecipes(text)).toBe(text);
  expect(renderRecipes(text.replace('TLS.sdkappid', 'TLS.appid'))).toBe(text);
});

test('the table of the page names every generator in the version that is installed', () => {
  const text = readFileSync(page, 'utf8');
  for (const { language, name, version, install } of generators) {
    expect(text).toContain(`| ${language} | ${name} ${version} |`);
    expect(install).toContain(version);
  }
  expect(text.match(/^\| .* \| yes \| yes \|$/gm)).toHaveLength(generators.length);
});

test.each([
  ['of the mock is accepted', defaultMockSecretKey, 'record-not-found'],
  ['of another account is refused', '0'.repeat(64), 'usersig-wrong-key'],
])('what the script of the Bruno collections signs with the key %s', async (_, secretKey, mistake) => {
  const mock = await createMock();
  const { sdkAppId: sdkappid, identifier } = mock;
  const variables = new Map<string, string | number>(Object.entries({ sdkappid, identifier, secretKey }));
  const HmacSHA256 = (text: string, key: string) => ({
    toString: () => createHmac('sha256', key).update(text).digest('base64'),
  });
  runInNewContext(readFileSync(join(import.meta.dirname, 'bruno-user-sig.js'), 'utf8'), {
    btoa,
    require: () => ({ HmacSHA256, enc: {} }),
    bru: {
      getEnvVar: (name: string) => variables.get(name),
      setVar: (name: string, value: string | number) => variables.set(name, value),
    },
  });
  const query = new URLSearchParams({ contenttype: 'json' });
  for (const name of ['sdkappid', 'identifier', 'usersig', 'random'])
    query.set(name, String(variables.get(name)));
  const [path] = Object.keys(v1.paths);
  const headers = { 'content-type': 'application/json' };
  await mock.fetch(`http://mock${path}?${query}`, { method: 'POST', headers, body: '{"callId":"a"}' });
  expect(mock.requests.at(-1)?.mistake).toBe(mistake);
});

const fake: Generator = {
  language: 'Shell',
  name: 'fake',
  version: '1.0.0',
  needs: [],
  program: 'go',
  recipe: 'user_sig.go',
  install: ':',
  generate: 'mkdir -p api && echo "$GENERATION" >>api/client.go',
  compile: 'test "$(cat api/client.go)" = "v1\nv4"',
  run: 'echo usersig none',
};
const userSig = signUserSig({
  sdkAppId: 3_000_000_000,
  secretKey: defaultMockSecretKey,
  identifier: 'administrator',
});

test.each([
  ['signs wrongly', { run: 'echo usersig none' }, 'its UserSig is refused as malformed'],
  [
    'decodes another caller',
    { run: `printf 'usersig ${userSig}\nv1 success mallory 1\n'` },
    "it printed 'v1 success mallory 1' instead of 'v1 success alice",
  ],
  ['stops halfway', { run: `echo usersig ${userSig}` }, "it printed '' instead of 'v1 success alice"],
  ['does not compile', { compile: 'echo wrong type; exit 3' }, 'ended with 3:\nwrong type'],
  ['is not generated', { generate: 'exit 1' }, 'exit 1'],
])('a client that %s has failed', async (_, changes, failure) => {
  expect((await makeClient({ ...fake, ...changes })).failure).toContain(failure);
});

test('what it made is counted', async () => {
  expect(await makeClient(fake)).toMatchObject({ lines: 2, failure: expect.stringContaining('malformed') });
});

describe('the command', () => {
  const run = (...args: string[]) =>
    spawnSync(process.execPath, [join(import.meta.dirname, 'main.ts'), ...args], {
      encoding: 'utf8',
      env: { ...process.env, PATH: '/nowhere' },
    });

  test('names the languages when it is asked for another', () => {
    const { status, stderr } = run('cobol');
    expect(stderr).toBe(
      "clients: unknown language 'cobol': use one or more of typescript, python, go, java, rust\n",
    );
    expect(status).toBe(2);
  });

  test('says which tools a language lacks, and fails when nothing was made', () => {
    const { status, stderr } = run('go', 'java');
    expect(stderr).toContain('SKIPPED Go, oapi-codegen: install go to make this client');
    expect(stderr).toContain('SKIPPED Java, openapi-generator: install java and mvn to make this client');
    expect(status).toBe(1);
  });
});

interface Sample {
  readonly path: string;
  readonly answer: Record<string, unknown>;
}

/** What the mock answers to the examples of every operation, to its own records, and without credentials. */
async function collectAnswers(paths: typeof v1.paths, generation: 'v1' | 'v4'): Promise<Sample[]> {
  const mock = await createMock({ rateLimit: false });
  const { sdkAppId, identifier } = mock;
  const send = async (path: string, body: unknown, usersig = mock.userSig()): Promise<Sample> => {
    const query = new URLSearchParams({
      sdkappid: `${sdkAppId}`,
      identifier,
      usersig,
      random: '1',
      contenttype: 'json',
    });
    const response = await mock.fetch(`http://mock${path}?${query}`, {
      method: 'POST',
      body: JSON.stringify(body),
    });
    return { path, answer: JSON.parse(await response.text()) };
  };
  const samples: Sample[] = [];
  for (const [path, { post }] of Object.entries(paths)) {
    const examples = Object.values(post.requestBody.content['application/json']?.examples ?? {});
    for (const { value } of examples)
      samples.push(await send(path, value), await send(path, {}), await send(path, value, 'x'));
  }
  const [one = ''] = Object.keys(paths).filter((path) => /get_record_by_callid$/i.test(path));
  const [many = ''] = Object.keys(paths).filter((path) => path.endsWith('_filter'));
  const start = Math.floor(Date.now() / 1000) - 6 * 86_400;
  samples.push(await send(many, { startTimestamp: start, StartTime: start, NumberPerPage: 100 }));
  for (const record of mock.records.list({ generation }).slice(-30)) {
    samples.push(
      await send(one, { callId: Reflect.get(record, 'callId'), CallId: Reflect.get(record, 'CallId') }),
    );
  }
  return samples;
}

/** Answers that a portable contract does not accept, with the reason. */
function findRefused(portable: unknown, samples: readonly Sample[]): string[] {
  const ajv = new Ajv({ strict: false, formats: { int64: true } }).addSchema(Object(portable), 'portable');
  return samples.flatMap(({ path, answer }) => {
    const at = `portable#/paths/${path.replaceAll('/', '~1')}/post/responses/200/content/application~1json/schema`;
    const validate = ajv.compile({ $ref: at });
    return validate(answer) ? [] : [`${path}: ${ajv.errorsText(validate.errors)}`];
  });
}
