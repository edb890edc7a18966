import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describeWriteFault, oneLine, writeWhole } from '@trtc-call/reporting';
import { FixError } from '../errors.ts';
import type { Finding } from '../findings/finding.ts';
import { type OptionNames, refuseUnknownOptions } from '../options.ts';
import { type ContractCopy, contractFolder, copyContract, findCheckout } from './checkout.ts';
import { ContractFiles } from './contract-files.ts';
import {
  type Bump,
  type Changeset,
  type Consequences,
  createChangesets,
  type FixPlan,
  listRemovedPromises,
  planFixes,
  readConsequences,
  type Undecided,
} from './plan-fixes.ts';

/** What is to be fixed, and where. */
export interface FixOptions {
  readonly findings: readonly Finding[];
  /** A folder in a checkout of this repository; the working directory by default. */
  readonly root?: string;
  /** Runs `npm run generate` and what follows; a child process by default. */
  readonly run?: RunCommand;
  /** Stops it; every file is then as it was. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds since 1970; `Date.now` by default. Dates what was seen at no known time. */
  readonly now?: () => number;
}

const optionNames: OptionNames<FixOptions> = {
  findings: true,
  root: true,
  run: true,
  signal: true,
  now: true,
};

/** What was done about each finding. */
export interface FixResult {
  /** Findings that the contract agrees with now. */
  readonly applied: readonly AppliedFix[];
  /** Findings that a person has to decide about. */
  readonly undecided: readonly Undecided[];
  /** The changesets, from the root of the checkout: one for each generation whose contract changed. */
  readonly changesets: readonly string[];
  /** Members that nothing promises any more, such as `callType` of `CallRecord` of v1: code that relies on them does not compile. */
  readonly removedPromises: readonly string[];
  /** The greatest bump that the changes need. */
  readonly bump: Bump;
  /** What `info.version` was raised to, such as `v1 1.1.0`, where the last release demanded it. */
  readonly contractVersion: string | undefined;
}

/** A finding that the contract agrees with now. */
export interface AppliedFix {
  readonly id: string;
  readonly title: string;
  /** What changed for it, from the root of the checkout; empty where the contract said so already. */
  readonly files: readonly string[];
}

export async function applyFixes(options: FixOptions): Promise<FixResult> {
  refuseUnknownOptions('applyFixes', options, optionNames);
  const { findings, now = Date.now, signal } = options;
  const start = options.run ?? runCommand;
  const run: RunCommand = (command, args, folder) => {
    signal?.throwIfAborted();
    return start(command, args, folder, signal);
  };
  const root = findCheckout(options.root ?? process.cwd());
  const plan = planFixes(
    findings,
    (generation) => new ContractFiles(join(root, contractFolder(generation))),
    now(),
  );
  const changing = plan.fixes.filter(({ files }) => files.length > 0);
  if (changing.length === 0) return createResult(plan, [], { bump: 'none', contractVersion: undefined });
  const copy = await copyContract(root);
  try {
    const consequences = await carryOut(plan, root, copy, run);
    const changesets = createChangesets(changing, consequences);
    signal?.throwIfAborted();
    await writeChangesets(root, changesets);
    await copy.drop();
    return createResult(
      plan,
      changesets.map(({ path }) => path),
      consequences,
    );
  } catch (error) {
    await putBack(copy);
    throw error;
  }
}

async function putBack(copy: ContractCopy): Promise<void> {
  try {
    await copy.putBack();
  } catch (error) {
    const message = `cannot put the contract back (${describeWriteFault(error)}): what it was is kept in ${oneLine(copy.folder)}, copy it from there`;
    throw new FixError('unwritable', message, { cause: error });
  }
  await copy.drop();
}

async function carryOut(
  { changed }: FixPlan,
  root: string,
  copy: ContractCopy,
  run: RunCommand,
): Promise<Consequences> {
  for (const [path, text] of changed) await write(root, path, text);
  await generate(root, run);
  const consequences = await follow(root, copy, run);
  if (consequences.contractVersion !== undefined) await generate(root, run);
  return consequences;
}

/** Writes all of them or none: the copy that is put back does not hold them. */
async function writeChangesets(root: string, changesets: readonly Changeset[]): Promise<void> {
  const written: { readonly path: string; readonly former: string | undefined }[] = [];
  try {
    for (const { path, text } of changesets) {
      // What cannot be read cannot be written either, which is reported then.
      const former = await readFile(join(root, path), 'utf8').catch(() => undefined);
      await write(root, path, text);
      written.push({ path, former });
    }
  } catch (error) {
    for (const { path, former } of written) {
      if (former === undefined) await rm(join(root, path));
      else await write(root, path, former);
    }
    throw error;
  }
}

async function write(root: string, path: string, text: string): Promise<void> {
  const file = join(root, path);
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeWhole(file, text);
  } catch (error) {
    const message = `cannot write ${oneLine(path)} (${describeWriteFault(error)}): use a checkout that you may write to`;
    throw new FixError('unwritable', message, { cause: error });
  }
}

async function generate(root: string, run: RunCommand): Promise<void> {
  const result = await run('npm', ['run', '--silent', 'generate'], root);
  if (result.status !== 0) throw notGenerated('npm run generate', result);
}

async function follow(root: string, { folder }: ContractCopy, run: RunCommand): Promise<Consequences> {
  const script = 'scripts/release/follow-contract.ts';
  const result = await run(process.execPath, [script, folder], root);
  const consequences = result.status === 0 ? readConsequences(result.stdout) : undefined;
  if (consequences) return consequences;
  throw notGenerated(`node ${script}`, result);
}

function notGenerated(command: string, { status, stdout, stderr }: CommandResult): FixError {
  const said = oneLine(`${stderr}\n${stdout}`.trim().split('\n').slice(-5).join(' / ')) || 'it said nothing';
  const ended = status === null ? 'it did not end by itself' : `exit ${status}`;
  return new FixError(
    'not-generated',
    `${command} failed (${ended}: ${said}): every file is as it was; see that npm test passes, then run --fix again`,
  );
}

function createResult(
  { fixes, undecided }: FixPlan,
  changesets: readonly string[],
  { bump, contractVersion }: Pick<Consequences, 'bump' | 'contractVersion'>,
): FixResult {
  return {
    applied: fixes.map(({ finding: { id, title }, files }) => ({ id, title, files })),
    undecided,
    changesets,
    removedPromises: listRemovedPromises(fixes.filter(({ files }) => files.length > 0)),
    bump,
    contractVersion,
  };
}

export interface CommandResult {
  /** The exit code; null when it did not start or was ended by a signal. */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command in a folder. It never throws: a command that does not start has no status. */
export type RunCommand = (
  command: string,
  args: readonly string[],
  folder: string,
  /** Ends it. */
  signal?: AbortSignal,
) => Promise<CommandResult>;

export const runCommand: RunCommand = async (command, args, folder, signal) => {
  // npm is a script there, which only a shell starts; nothing in the arguments comes from outside.
  const shell = process.platform === 'win32' && command === 'npm';
  const child = spawn(command, args, { cwd: folder, shell, stdio: ['ignore', 'pipe', 'pipe'] });
  // Its end is waited for: what it still writes must be written before anything is put back.
  const end = () => child.kill();
  signal?.addEventListener('abort', end);
  try {
    const [stdout, stderr, [status]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'close'),
    ]);
    return { status, stdout, stderr };
  } catch (error) {
    return { status: null, stdout: '', stderr: String(error) };
  } finally {
    signal?.removeEventListener('abort', end);
  }
};
