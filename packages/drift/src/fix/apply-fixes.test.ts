import { cpSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Finding } from '../findings/finding.ts';
import { renderFixes } from '../report/render.ts';
import { applyFixes, type CommandResult, type RunCommand, runCommand } from './apply-fixes.ts';
import { findCheckout } from './checkout.ts';
import { clientGenerated, collections, contract, generated, temporaryCheckout } from './testing/checkouts.ts';
import { proposeChange, sampleChanges } from './testing/sample-findings.ts';

const follows = {
  bump: 'minor',
  bumps: { '@trtc-call/spec': 'minor', '@trtc-call/client': 'patch' },
  versions: {},
};
const done: CommandResult = { status: 0, stdout: '', stderr: '' };
const findings = [proposeChange(sampleChanges.field), proposeChange(sampleChanges.newCode)];
const advice: Finding = {
  ...proposeChange(sampleChanges.optional),
  proposal: { text: 'Ask the vendor.', safe: false },
};

/** Answers each command, and keeps which were run. */
function recorded(answer: (command: string, at: number) => CommandResult = () => done) {
  const commands: string[] = [];
  const run: RunCommand = async (command, args) => {
    const name = command === 'npm' ? 'generate' : args[0] === undefined ? command : 'follow';
    commands.push(name);
    const result = answer(name, commands.length);
    return name === 'follow' && result === done
      ? { ...done, stdout: `${JSON.stringify(follows)}\n` }
      : result;
  };
  return { run, commands };
}

test('safe changes are written, followed by what is generated and a changeset', async () => {
  const { root, read, files } = temporaryCheckout();
  const before = files();
  const { run, commands } = recorded();
  const result = await applyFixes({ findings: [...findings, advice], root, run });
  expect(commands).toEqual(['generate', 'follow']);
  expect(result).toMatchObject({
    applied: [
      { id: findings[0]?.id, files: ['spec/v1/components/schemas/CallRecord.yaml'] },
      {
        id: findings[1]?.id,
        files: expect.arrayContaining(['spec/v1/errors.yaml']),
      },
    ],
    undecided: [{ id: advice.id, why: 'Ask the vendor.' }],
    bump: 'minor',
  });
  expect(read(result.changesets[0] ?? '')).toBe(
    '---\n"@trtc-call/spec": minor\n"@trtc-call/client": patch\n---\n\n' +
      'The contract of v1 follows what the service answers: `CallRecord` has the field `recordUrl`; ' +
      '`getCallback` may refuse with code 70010. No page of the vendor says so.\n',
  );
  const written = Object.entries(files()).filter(([path, text]) => before[path] !== text);
  const claimed = [...result.applied.flatMap((fix) => fix.files), ...result.changesets];
  expect(written.map(([path]) => path).toSorted()).toEqual(claimed.toSorted());
});

test('a second time nothing is written, generated or proposed', async () => {
  const { root, files } = temporaryCheckout();
  await applyFixes({ findings, root, run: recorded().run });
  const before = files();
  const { run, commands } = recorded();
  const result = await applyFixes({ findings, root, run });
  expect(commands).toEqual([]);
  expect(files()).toEqual(before);
  expect(result).toMatchObject({
    bump: 'none',
    changesets: [],
    applied: [{ files: [] }, { files: [] }],
  });
});

test('a promise that was removed is named with what finds the code that relied on it', async () => {
  const { root } = temporaryCheckout();
  const promise = proposeChange(sampleChanges.optional);
  const result = await applyFixes({ findings: [promise], root, run: recorded().run });
  expect(renderFixes(result)).toMatch(
    /^`callType` of `CallRecord` of v1 may be absent now: .* does not compile .* npm run typecheck/m,
  );
  expect(renderFixes(await applyFixes({ findings, root, run: recorded().run }))).not.toContain('compile');
});

test('a contract whose version was raised is generated from once more', async () => {
  const { root } = temporaryCheckout();
  const said = { ...done, stdout: JSON.stringify({ ...follows, versions: { v1: '1.1.0' } }) };
  const { run, commands } = recorded((name) => (name === 'follow' ? said : done));
  const result = await applyFixes({ findings, root, run });
  expect(commands).toEqual(['generate', 'follow', 'generate']);
  expect(result.contractVersion).toBe('v1 1.1.0');
  expect(renderFixes(result)).toContain('info.version is now v1 1.1.0.');
});

describe('every file is as it was', () => {
  const failed: CommandResult = { status: 1, stdout: '', stderr: 'first\nlast line' };
  const said = (message: string) => ({ code: 'not-generated', message: expect.stringContaining(message) });

  test('when a command fails, says something else, or is stopped', async () => {
    const { root, files, write } = temporaryCheckout();
    const before = files();
    for (const { where, answer = done, error } of [
      {
        where: 'generate',
        answer: failed,
        error: said('npm run generate failed (exit 1: first / last line)'),
      },
      { where: 'generate', answer: { ...failed, status: null, stderr: '' }, error: said('it said nothing') },
      { where: 'follow', answer: failed, error: said('follow-contract.ts failed') },
      { where: 'follow', answer: { ...done, stdout: '{"bump":"large"}' }, error: said('failed (exit 0') },
      { where: 'follow', answer: { ...done, stdout: ' ' }, error: said('failed (exit 0') },
      { where: 'stop', error: { name: 'AbortError' } },
      { where: 'stop at the end', error: { name: 'AbortError' } },
    ]) {
      const controller = new AbortController();
      const { run } = recorded((name) => {
        // Generating has begun to write when it fails.
        write(generated, '{}');
        write(`${clientGenerated}/new.gen.ts`, '');
        write(`${collections}/http/v1.http`, '');
        if (where === 'stop' || (where === 'stop at the end' && name === 'follow')) controller.abort();
        return name === where ? answer : done;
      });
      const thrown = await applyFixes({ findings, root, run, signal: controller.signal }).catch(
        (failure: unknown) => failure,
      );
      expect(thrown).toMatchObject(error);
      expect(String(thrown)).not.toContain('\n');
      expect(files()).toEqual(before);
    }
  });

  test('when one of two changesets cannot be written', async () => {
    const both = [...findings, ...findings.map((finding): Finding => ({ ...finding, generation: 'v4' }))];
    const fix = async (edited?: string, occupied?: string) => {
      const { root, files, write } = temporaryCheckout();
      cpSync(contract, join(root, 'spec/v4'), { recursive: true });
      mkdirSync(join(root, '.changeset'), { recursive: true });
      if (edited !== undefined) write(edited, 'edited by hand');
      if (occupied !== undefined) mkdirSync(join(root, occupied), { recursive: true });
      const before = files();
      const result = await applyFixes({ findings: both, root, run: recorded().run }).catch(
        (error: unknown) => ({ changesets: [], error }),
      );
      return { before, after: files(), ...result };
    };
    const { changesets } = await fix();
    expect(changesets).toHaveLength(2);
    const [first, second = ''] = changesets;
    for (const edited of [undefined, first]) {
      const { before, after, ...result } = await fix(edited, second);
      expect(result).toMatchObject({ error: { message: expect.stringContaining(second) } });
      expect(after).toEqual(before);
    }
  });

  test('when the changeset cannot be written', async () => {
    const { root, files, write } = temporaryCheckout();
    write('.changeset', 'no folder');
    const before = files();
    await expect(applyFixes({ findings, root, run: recorded().run })).rejects.toMatchObject({
      code: 'unwritable',
      message: expect.stringMatching(
        /^cannot write \.changeset\/drift-.*use a checkout that you may write to$/,
      ),
    });
    expect(files()).toEqual(before);
  });
});

test('what cannot be put back is kept, and said where', async () => {
  const { root, write } = temporaryCheckout();
  const folder = 'spec/src/generated';
  const { run } = recorded(() => {
    rmSync(join(root, folder), { recursive: true });
    write(folder, 'no folder');
    return { ...done, status: 1 };
  });
  const error = await applyFixes({ findings, root, run }).catch((thrown: unknown) => thrown);
  const kept = /is kept in (\S+),/.exec(String(error))?.[1] ?? '';
  onTestFinished(() => rmSync(kept, { recursive: true, force: true }));
  expect(error).toMatchObject({ code: 'unwritable' });
  expect(existsSync(join(kept, generated))).toBe(true);
});

describe('a checkout', () => {
  test('is found from any folder in it', () => {
    const { root } = temporaryCheckout();
    const contract = join(root, 'spec/v1');
    expect(findCheckout(join(contract, 'components'))).toBe(root);
  });

  test('is asked for where there is none', async () => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'trtc-call-elsewhere-')));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    mkdirSync(join(folder, 'spec'));
    await expect(applyFixes({ findings, root: folder })).rejects.toMatchObject({
      code: 'no-checkout',
      message: expect.stringContaining('clone the repository and run --fix there'),
    });
  });
});

test('what was done is listed, each on one line whatever it quotes', async () => {
  const { root } = temporaryCheckout();
  const hostile: Finding = {
    ...advice,
    title: 'Two\nlines',
    proposal: { text: 'Ask\u001b[31m.', safe: false },
  };
  const field = findings[0];
  if (!field) throw new TypeError('There are no findings.');
  const result = await applyFixes({ findings: [field, field, hostile], root, run: recorded().run });
  const lines = renderFixes(result).split('\n');
  expect(lines).toEqual([
    'Fixed: 2 findings, 1 file of the contract changed.',
    `  ${field.id}  A difference: add-field`,
    '    spec/v1/components/schemas/CallRecord.yaml',
    `  ${field.id}  A difference: add-field`,
    '    nothing more to change',
    'Left to you: 1 finding.',
    expect.stringMatching(new RegExp(`^  ${hostile.id}  Two.*lines$`)),
    expect.not.stringContaining('\u001b'),
    `Changeset: ${result.changesets.join()} (minor).`,
    'Read what was written, then run npm test.',
    '',
  ]);
});

describe('a command', () => {
  test('gives its exit code and what it wrote', async () => {
    const script = 'console.log("out"); console.error("err"); process.exitCode = 3;';
    const result = await runCommand(process.execPath, ['-e', script], tmpdir());
    expect(result).toEqual({ status: 3, stdout: 'out\n', stderr: 'err\n' });
  });

  test('that is stopped has ended by the time its result comes', async () => {
    const controller = new AbortController();
    const script = `process.on('SIGTERM', () => setTimeout(() => { console.log('ended'); process.exit(); }, 300));
      setInterval(() => {}, 1000); require('node:fs').writeFileSync(process.argv[1], '')`;
    const folder = mkdtempSync(join(tmpdir(), 'trtc-call-command-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const started = join(folder, 'started');
    const running = runCommand(process.execPath, ['-e', script, started], folder, controller.signal);
    await vi.waitUntil(() => existsSync(started), 10_000);
    controller.abort();
    expect(await running).toMatchObject({ stdout: 'ended\n' });
  });

  test('that does not exist has no status', async () => {
    expect(await runCommand('no-such-command-here', [], tmpdir())).toMatchObject({
      status: null,
      stderr: expect.stringContaining('ENOENT'),
    });
  });
});
