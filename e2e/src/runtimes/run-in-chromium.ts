import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { basename, join } from 'node:path';
import { serveLocally } from '@trtc-call/test-servers';
import { chromium } from 'playwright-core';
import { bundleProgram, type Place } from './place.ts';
import type { ProgramInput } from './program.ts';

/** The browser that is tried. */
export const chromiumPath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

const args =
  '--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-component-update --disable-sync';

// The test calls it by this name.
const main = "import { runProgram } from './program.ts'; Object.assign(globalThis, { runProgram });";

/** Runs the program in a page. The page has an origin of its own, as a user's has: the mock is another one. */
export async function runInChromium(input: ProgramInput, { programs }: Place): Promise<unknown> {
  const folder = await bundleProgram(programs, main, {
    conditions: ['browser'],
    splitting: true,
  });
  await using page = await servePage(folder, 'main.js');
  const browser = await chromium.launch({ executablePath: chromiumPath, args: args.split(' ') });
  try {
    const tab = await browser.newPage();
    const complaints: string[] = [];
    tab.on('pageerror', (error) => complaints.push(error.message));
    await tab.goto(page.url);
    return await tab
      .evaluate((given) => Reflect.get(globalThis, 'runProgram')(given), input)
      .catch((error: unknown) => {
        throw new Error(`the page failed: ${complaints.join('; ')}`, { cause: error });
      });
  } finally {
    await browser.close();
  }
}

function servePage(folder: string, script: string) {
  const html = `<!doctype html><title>program</title><script type="module" src="/${script}"></script>`;
  const server = createServer((request, response) => {
    const name = basename(request.url ?? '');
    const isScript = name.endsWith('.js');
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
    response.end(isScript ? readFileSync(join(folder, name)) : html);
  });
  return serveLocally(server);
}
