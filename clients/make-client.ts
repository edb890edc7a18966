import { execFile, spawnSync } from 'node:child_process';
import { cpSync, globSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { verifyUserSig } from '@trtc-call/client/usersig';
import { startMock } from '@trtc-call/mock';
import type { Generator } from './generators.ts';

/** What became of a client. */
export interface Outcome {
  readonly generator: Generator;
  /** Lines that the generator wrote. */
  readonly lines: number;
  readonly compileSeconds: number;
  /** What the program printed of answers: a success, another one in other types, and a refusal, of each generation. */
  readonly decoded: readonly string[];
  /** What went wrong, in words. */
  readonly failure?: string;
}

/** Outside of node_modules, since compilers write no code of files there. */
const cache = join(import.meta.dirname, '.cache');
const { resolve } = createRequire(import.meta.url);

/** Half an hour, in milliseconds: the generator of Rust is compiled on the first run. */
const longestStep = 30 * 60_000;

/** Beyond 32 bits, which the contract allows. */
const sdkAppId = 3_000_000_000;

export function isOnMachine(command: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${command}`]).status === 0;
}

/** Installs a generator, makes its client and runs it against a mock. */
export async function makeClient(generator: Generator): Promise<Outcome> {
  const { name, program } = generator;
  const folder = join(cache, name.replaceAll('/', '-'));
  const shell = (script: string, environment: Readonly<Record<string, string>> = {}) =>
    runShell(script, folder, environment);
  mkdirSync(folder, { recursive: true });
  rmSync(join(folder, 'api'), { recursive: true, force: true });
  cpSync(join(import.meta.dirname, program), folder, { recursive: true });
  let lines = 0;
  let compileSeconds = 0;
  try {
    await shell(generator.install);
    for (const generation of ['v1', 'v4']) {
      const document = resolve(`@trtc-call/spec/${generation}/portable.json`);
      await shell(generator.generate, { GENERATION: generation, DOCUMENT: document });
    }
    lines = countLines(join(folder, 'api'));
    const started = performance.now();
    await shell(generator.compile);
    compileSeconds = (performance.now() - started) / 1000;
    const printed = await callMock((environment) => shell(generator.run, environment));
    return { generator, lines, compileSeconds, ...printed };
  } catch (error) {
    const failure = error instanceof Error ? error.message : String(error);
    return { generator, lines, compileSeconds, decoded: [], failure };
  }
}

/** Runs a program against a mock of its own, and compares what it prints with what the mock holds. */
async function callMock(
  run: (environment: Readonly<Record<string, string>>) => Promise<string>,
): Promise<Pick<Outcome, 'decoded' | 'failure'>> {
  await using mock = await startMock({ sdkAppId });
  const { secretKey, identifier } = mock;
  const v1 = mock.records.add({ caller: 'alice' });
  const v4 = mock.records.add({ Caller_Account: 'bob', CallResult: 'Reject' }, { generation: 'v4' });
  const [signed = '', ...decoded] = (
    await run({
      TRTC_URL: mock.url,
      TRTC_SDK_APP_ID: String(sdkAppId),
      TRTC_SECRET_KEY: secretKey,
      TRTC_V1_CALL_ID: v1.callId,
      TRTC_V4_CALL_ID: v4.CallId,
    })
  ).split('\n');
  const wanted = [
    `v1 success alice ${v1.startCallTs}`,
    'v1 other types 0 1688705668',
    'v1 refusal 999',
    `v4 success bob ${v4.StartTime} Reject`,
    'v4 refusal 100301',
  ];
  const verdict = verifyUserSig({ userSig: signed.replace('usersig ', ''), sdkAppId, secretKey, identifier });
  if (!verdict.ok) return { decoded, failure: `its UserSig is refused as ${verdict.reason}` };
  const at = wanted.findIndex((line, index) => line !== decoded[index]);
  if (at < 0) return { decoded };
  return { decoded, failure: `it printed '${decoded[at] ?? ''}' instead of '${wanted[at]}'` };
}

/** What a script prints, without the last line break. @throws Error with all that it printed when it fails */
function runShell(
  script: string,
  cwd: string,
  environment: Readonly<Record<string, string>>,
): Promise<string> {
  const env = { ...process.env, ...environment };
  const options = { cwd, env, maxBuffer: 2 ** 26, timeout: longestStep };
  return new Promise((resolve, reject) => {
    execFile('sh', ['-euc', script], options, (error, stdout, stderr) => {
      if (error) reject(new Error(`\`${script}\` ended with ${error.code}:\n${stdout}${stderr}`));
      else resolve(stdout.trimEnd());
    });
  });
}

function countLines(folder: string): number {
  const files = globSync('**/*.{ts,py,go,java,rs}', { cwd: folder });
  return files.reduce(
    (sum, file) => sum + readFileSync(join(folder, file), 'utf8').split('\n').length - 1,
    0,
  );
}
