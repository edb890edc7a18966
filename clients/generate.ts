// Makes generated/: a Bruno collection and a file of HTTP requests of each generation, from the contract.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { defaultMockSdkAppId, defaultMockSecretKey } from '@trtc-call/mock';
import { type Contract, v1, v4 } from '@trtc-call/spec';
import { type OpenApiDocument, openapi as v1Document } from '@trtc-call/spec/v1/openapi';
import { openapi as v4Document } from '@trtc-call/spec/v4/openapi';

const output = join(import.meta.dirname, 'generated');
const mockUrl = 'http://127.0.0.1:4010';
const identifier = 'administrator';

/** An operation with an example of its body. */
interface SampleRequest {
  readonly path: string;
  readonly summary: string;
  readonly description: string;
  readonly body: string;
}

rmSync(output, { recursive: true, force: true });
for (const [contract, document] of [
  [v1.contract, v1Document],
  [v4.contract, v4Document],
] as const) {
  const requests = listRequests(document);
  write(`http/${contract.generation}.http`, toHttpFile(contract, requests));
  writeCollection(contract, document.info.title, requests);
}

function listRequests(document: OpenApiDocument): SampleRequest[] {
  return Object.entries(document.paths).map(([path, { post }]) => {
    const [example] = Object.values(post.requestBody.content['application/json']?.examples ?? {});
    if (!example) throw new Error(`${post.operationId} has no example of its request`);
    const body = JSON.stringify(example.value, null, 2);
    return { path, summary: post.summary, description: post.description, body };
  });
}

/** Query parameters of every request. `{{name}}` is a variable, in Bruno and in files of HTTP requests. */
function listQuery({ queryParameters }: Contract): [name: string, value: string][] {
  return Object.values(queryParameters).map(({ name, words: [word] = [] }) => [name, word ?? `{{${name}}}`]);
}

function toUrl(contract: Contract, path: string): string {
  const query = listQuery(contract).map(([name, value]) => `${name}=${value}`);
  return `{{url}}${path}?${query.join('&')}`;
}

function toHttpFile(contract: Contract, requests: readonly SampleRequest[]): string {
  const { generation, servers, queryParameters } = contract;
  const hosts = Object.entries(servers).map(([region, url]) => `# ${region}: ${url}`);
  const head = [
    `# TRTC Call ${generation}, for REST Client in VS Code and for httpYac. The url is that of \`npm run -s trtc-call -- mock --port 4010\`.`,
    ...hosts,
    `@url = ${mockUrl}`,
    `@sdkappid = ${defaultMockSdkAppId}`,
    `@identifier = ${identifier}`,
    '# What `npm run -s trtc-call -- usersig sign` prints, from the environment, or paste it here.',
    '@usersig = {{$processEnv TRTC_CALL_USER_SIG}}',
  ];
  const random = `{{$randomInt 0 ${queryParameters.random?.maximum}}}`;
  const blocks = requests.map(({ path, summary, body }) =>
    [
      `### ${summary}`,
      `POST ${toUrl(contract, path).replace('{{random}}', random)}`,
      'Content-Type: application/json',
      '',
      body,
    ].join('\n'),
  );
  return `${[head.join('\n'), ...blocks].join('\n\n')}\n`;
}

function writeCollection(contract: Contract, title: string, requests: readonly SampleRequest[]): void {
  const { generation, servers } = contract;
  const folder = `bruno/${generation}`;
  write(
    `${folder}/bruno.json`,
    `${JSON.stringify({ version: '1', name: title, type: 'collection' }, null, 2)}\n`,
  );
  const script = readFileSync(join(import.meta.dirname, 'bruno-user-sig.js'), 'utf8').trimEnd();
  write(`${folder}/collection.bru`, block('script:pre-request', script.split('\n')));
  for (const [region, url] of Object.entries(servers)) {
    write(
      `${folder}/environments/${region}.bru`,
      [toVariables(url, ''), 'vars:secret [\n  secretKey\n]\n'].join('\n'),
    );
  }
  const mockVariables = toVariables(mockUrl, String(defaultMockSdkAppId), defaultMockSecretKey);
  write(`${folder}/environments/mock.bru`, mockVariables);
  for (const [at, request] of requests.entries()) {
    const { path, summary, description, body } = request;
    const text = [
      block('meta', [`name: ${summary}`, 'type: http', `seq: ${at + 1}`]),
      block('post', [`url: ${toUrl(contract, path)}`, 'body: json', 'auth: none']),
      block(
        'params:query',
        listQuery(contract).map(([name, value]) => `${name}: ${value}`),
      ),
      block('body:json', body.split('\n')),
      block('assert', ['res.status: eq 200']),
      block('docs', [description]),
    ];
    write(`${folder}/${path.slice(path.lastIndexOf('/') + 1)}.bru`, text.join('\n'));
  }
}

function toVariables(url: string, sdkAppId: string, secretKey?: string): string {
  const lines = [`url: ${url}`, `sdkappid: ${sdkAppId}`, `identifier: ${identifier}`];
  return block('vars', secretKey === undefined ? lines : [...lines, `secretKey: ${secretKey}`]);
}

function block(name: string, lines: readonly string[]): string {
  return `${name} {\n${lines.map((line) => `  ${line}`.trimEnd()).join('\n')}\n}\n`;
}

function write(name: string, text: string): void {
  const file = join(output, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
