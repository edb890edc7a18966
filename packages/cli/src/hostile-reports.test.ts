import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findObeyed } from '@trtc-call/reporting/testing';
import { expect, test } from 'vitest';
import {
  account,
  expectNothingObeyed,
  hostile,
  hostileArgument,
  hostileService,
  manyRuns,
} from './testing/hostile.ts';
import { runCli } from './testing/run-cli.ts';
import { openServer, temporaryFolder } from './testing/set-up.ts';

test('no answer of a target is obeyed in what conformance prints and writes', async () => {
  const folder = await temporaryFolder();
  const divergences = join(folder, 'divergences.json');
  const accepted = { id: 'V1-REC-001', reason: hostile, author: hostile, expires: '2999-01-01' };
  await writeFile(divergences, JSON.stringify([accepted]));
  const { url } = await hostileService('data', hostile);
  const only = ['--only', 'V1-ENV-001,V1-ENV-002,V1-REC-001,V1-REC-002,V1-OBS-001'];
  const args = ['conformance', '--target', url, ...only, '--divergences', divergences];
  const out = join(folder, hostileArgument.replaceAll('/', ''));
  expectNothingObeyed(await runCli([...args, '--out', out], account));
  expectNothingObeyed(await runCli([...args, '--json'], account));
  for (const name of await readdir(out)) {
    expect(findObeyed(await readFile(join(out, name), 'utf8')), name).toEqual([]);
  }
  await writeFile(divergences, JSON.stringify([{ ...accepted, id: hostile }]));
  expectNothingObeyed(await runCli(args, account));
  await writeFile(divergences, hostile);
  expectNothingObeyed(await runCli(args, account));
});

test('no answer of a receiver is obeyed in what conformance prints', async () => {
  const url = await openServer((request, response) => {
    request.resume();
    response
      .writeHead(200, { 'content-type': 'text/plain', 'x-hostile': '::error::x ##[error]y' })
      .end(hostile);
  });
  const args = ['conformance', '--receiver', url, '--effects', url, '--level', 'MUST'];
  expectNothingObeyed(await runCli(args, account));
});

test('nothing in a recording, a baseline or a state is obeyed in any report of drift', manyRuns, async () => {
  const folder = await temporaryFolder();
  const { url } = await hostileService('breach', hostile);
  const har = join(folder, `${hostileArgument.replaceAll('/', '')}.har`);
  expectNothingObeyed(
    await runCli(['drift', 'record', '--target', url, '--generation', 'v1', '--out', har], account),
  );
  const baseline = join(folder, 'baseline.yaml');
  const entry = { id: 'D-0123456789', reason: hostile, author: hostile, expires: '2999-01-01' };
  await writeFile(baseline, JSON.stringify([entry]));
  // What --out writes has the other formats.
  for (const format of ['terminal', 'json', 'github']) {
    const out = join(folder, format);
    const args = ['drift', 'check', har, '--format', format, '--baseline', baseline, '--out', out];
    const { stdout, stderr } = await runCli(args, account);
    // Annotations are what GitHub's format consists of.
    const isOwn = (line: string) => format === 'github' && /^::(error|warning|notice) /.test(line);
    const lines = stdout.split('\n').filter((line) => !isOwn(line));
    expectNothingObeyed({ stdout: lines.join('\n'), stderr }, format);
    expect(findObeyed(`x${stdout.replaceAll('\n', '\nx')}`), format).toEqual([]);
  }
  for (const name of await readdir(join(folder, 'terminal'))) {
    expect(findObeyed(await readFile(join(folder, 'terminal', name), 'utf8')), name).toEqual([]);
  }
  const broken = [
    hostile,
    JSON.stringify([{ ...entry, [hostile]: 1 }]),
    JSON.stringify([{ ...entry, id: hostile }]),
    JSON.stringify({ [hostile]: hostile, sensors: { [hostile]: {} } }),
  ];
  for (const content of broken) {
    await writeFile(baseline, content);
    expectNothingObeyed(await runCli(['drift', 'check', har, '--baseline', baseline]));
  }
  expectNothingObeyed(await runCli(['drift', 'check', har, '--state', baseline]));
  const damaged = join(folder, 'damaged.ndjson');
  const stranger = { request: { method: hostile, url: 'https://x.example/' }, [hostile]: hostile };
  await writeFile(damaged, `${JSON.stringify(stranger)}\n${hostile}\n`);
  expectNothingObeyed(await runCli(['drift', 'check', damaged]));
});

test('nothing on a page of the vendor is obeyed', manyRuns, async () => {
  const folder = join(await temporaryFolder(), hostileArgument.replaceAll('/', ''));
  await mkdir(folder);
  const escaped = hostile.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const row = (cell: string) => `<tr><td>${cell}</td><td>${cell}</td><td>${cell}</td></tr>`;
  const page = `<html><head><title>${escaped}</title></head><body><h1>${escaped}</h1><p>${escaped}</p>
<table><tr><th>Parameter</th><th>Type</th><th>Description</th></tr>${row(escaped)}</table>
<h2>Error codes</h2><table><tr><th>Code</th><th>Description</th></tr>${row('70999')}${row(escaped)}</table>
<p>Frequency: ${escaped}/second</p><pre>{"${escaped}": ${escaped}}</pre></body></html>`;
  for (const id of [60_131, 60_132, 60_133, 60_134, 60_136, 60_137, 60_138]) {
    await writeFile(join(folder, `${id}.html`), page);
  }
  const args = ['drift', 'docs', '--from', folder, '--lock', join(folder, 'lock.yaml')];
  for (const format of ['terminal', 'json', 'sarif', 'markdown', 'html']) {
    expectNothingObeyed(await runCli([...args, '--format', format]), format);
  }
  await writeFile(join(folder, 'lock.yaml'), hostile);
  expectNothingObeyed(await runCli(args));
});
