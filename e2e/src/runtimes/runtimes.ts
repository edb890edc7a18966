import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Place, runAsProcess } from './place.ts';
import type { ProgramInput } from './program.ts';
import { sendTwice } from './receiver-program.ts';
import { chromiumPath, runInChromium } from './run-in-chromium.ts';
import { runInWorkerd, withWorker } from './run-in-workerd.ts';

/** A runtime that the client is tried in. */
export interface Runtime {
  /** As the README names it. */
  readonly name: string;
  /** How it names itself: proof that the program ran there. */
  readonly userAgent: RegExp;
  /** A file without which it cannot be tried. */
  needs(installed: string): string;
  /** Runs the program there, and gives what it returned. */
  run(input: ProgramInput, place: Place): Promise<unknown>;
  /** Runs the program of webhooks there; undefined where nothing is received. */
  runReceiver?(place: Place): Promise<unknown>;
  /** What becomes of a secret key that is given without saying that it is meant. */
  readonly keyWithoutLeave: 'accepted' | 'refused: secretKey';
}

function process(
  name: string,
  userAgent: RegExp,
  binary: (installed: string) => string,
  flags: readonly string[],
): Runtime {
  return {
    name,
    userAgent,
    needs: binary,
    run: (input, place) => runAsProcess(binary(place.installed), flags, input, place),
    runReceiver: (place) => runAsProcess(binary(place.installed), flags, null, place),
    keyWithoutLeave: 'accepted',
  };
}

const inModules = (path: string) => (installed: string) => join(installed, 'node_modules', path);

const clientWorker = `
  import { runProgram } from './program.ts';
  export default { fetch: async (request) => Response.json(await runProgram(await request.json())) };`;

const receiverWorker = `
  import { runReceiverProgram } from './receiver-program.ts';
  export default { fetch: async () => Response.json(await runReceiverProgram()) };`;

/** The receiver as it is. */
const handedOverWorker = `
  import { createReceiver } from '@trtc-call/webhooks';
  import { sdkAppId } from './receiver-program.ts';
  export default { fetch: createReceiver({ sdkAppId, on: { normal_end: () => {} } }).fetch };`;

/** Every runtime that the README may name, and no other. */
export const runtimes: readonly Runtime[] = [
  process('Node 22', /^Node\.js\/22$/, inModules('node22/bin/node'), []),
  process('Node 24', /^Node\.js\/24$/, () => globalThis.process.execPath, []),
  process('Node 26', /^Node\.js\/26$/, inModules('node26/bin/node'), []),
  process('Bun 1.4', /^Bun\/1\.4\./, inModules('bun/bin/bun.exe'), ['--no-install']),
  process('Deno 2.9', /^Deno\/2\.9\./, inModules('deno/deno'), [
    'run',
    '--no-prompt',
    '--no-remote',
    '--node-modules-dir=manual',
    '--allow-net=127.0.0.1',
  ]),
  {
    name: 'Chromium',
    userAgent: /Chrome\/\d/,
    needs: () => chromiumPath,
    run: runInChromium,
    keyWithoutLeave: 'refused: secretKey',
  },
  {
    name: 'workerd',
    userAgent: /^Cloudflare-Workers$/,
    needs: inModules('miniflare/package.json'),
    run: (input, place) => runInWorkerd({ main: clientWorker, input, compatibilityFlags: [] }, place),
    runReceiver: async (place) => {
      const compatibilityFlags = ['nodejs_compat'];
      const program = { main: receiverWorker, compatibilityFlags };
      const output = await runInWorkerd({ ...program, input: null }, place);
      // Variables that have the names of our details, and nearly.
      const bindings = { DB: 'x', body: 'x', address: 'x', BODY: 'x', adress: 'x' };
      const handedOver = await withWorker(
        { main: handedOverWorker, compatibilityFlags, bindings },
        place,
        (send) => sendTwice('http://worker.example', send),
      );
      return Object.assign(Object(output), { handedOver });
    },
    keyWithoutLeave: 'accepted',
  },
];

/** Says what is missing to try a runtime; nothing when it can be tried. */
export function missingFor(runtime: Runtime, installed: string): string | undefined {
  const file = runtime.needs(installed);
  return existsSync(file) ? undefined : `${runtime.name} is not installed: there is no ${file}`;
}
