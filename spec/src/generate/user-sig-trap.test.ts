import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { OpenApiDocument } from '../open-api-document.ts';
import { openapi } from '../v1/openapi.ts';
import { redoclyBinary } from './contract.ts';

const path = '/v1/callback/get';

test('usersig as a parameter and a security scheme is known to tools', () => {
  expect(findDrift(openapi)).not.toContain('Undocumented query parameter');
});

test('usersig as a security scheme alone is called an undocumented parameter', () => {
  const { post } = openapi.paths[path] ?? {};
  if (!post) throw new Error(`the contract has no path ${path}`);
  const parameters = post.parameters.filter(({ $ref }) => !$ref?.endsWith('/usersig'));
  const schemeOnly = { ...openapi, paths: { ...openapi.paths, [path]: { post: { ...post, parameters } } } };
  expect(findDrift(schemeOnly)).toContain('Undocumented query parameter in traffic: ""usersig""');
});

function findDrift(document: OpenApiDocument): string {
  const folder = mkdtempSync(join(tmpdir(), 'trtc-call-spec-'));
  try {
    writeFileSync(join(folder, 'openapi.json'), JSON.stringify(document));
    writeFileSync(join(folder, 'traffic.har'), JSON.stringify(recordedCall()));
    const args = ['drift', 'traffic.har', '--api', 'openapi.json', '--format', 'csv'];
    const { stdout } = spawnSync(process.execPath, [redoclyBinary(), ...args], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
    });
    expect(stdout, 'redocly drift printed no report').toContain('finding_id');
    return stdout;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function recordedCall(): unknown {
  const query = {
    sdkappid: '88888888',
    identifier: 'administrator',
    usersig: 'eJ',
    random: '1',
    contenttype: 'json',
  };
  const url = `${openapi.servers[0]?.url}${path}?${new URLSearchParams(query)}`;
  const headers = [{ name: 'content-type', value: 'application/json' }];
  const answer = JSON.stringify({ errorCode: 70001, errorMessage: 'no', requestId: 'a' });
  const message = { httpVersion: 'HTTP/1.1', headers, cookies: [], headersSize: -1, bodySize: -1 };
  return {
    log: {
      version: '1.2',
      creator: { name: 'test', version: '1' },
      entries: [
        {
          startedDateTime: new Date(0).toISOString(),
          time: 1,
          request: {
            ...message,
            method: 'POST',
            url,
            queryString: Object.entries(query).map(([name, value]) => ({ name, value })),
            postData: { mimeType: 'application/json', text: '{}' },
          },
          response: {
            ...message,
            status: 200,
            statusText: 'OK',
            content: { size: answer.length, mimeType: 'application/json', text: answer },
            redirectURL: '',
          },
          cache: {},
          timings: { send: 0, wait: 1, receive: 0 },
        },
      ],
    },
  };
}
