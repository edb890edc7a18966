import { fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '@trtc-call/test-servers';
import { installApart } from '../install-apart.ts';

/** A registry on this machine that packages can be published to. */
export interface LocalRegistry extends AsyncDisposable {
  url: string;
  /** What makes npm, pnpm and changesets use this registry and no other, as a user who may publish. */
  publisher: Record<string, string>;
  /** What the registry says of a package. */
  describe(name: string): Promise<unknown>;
}

/** `verdaccio-audit` asks for node-fetch by a tag that not every mirror of npm serves. */
const verdaccio = { dependencies: { verdaccio: '6.10.4' }, overrides: { 'node-fetch': '2.7.0' } };

/**
 * Starts Verdaccio on a free port of the loopback address. It knows what is published to it and no
 * other registry.
 *
 * @param folder - an empty folder for its storage and configuration
 */
export async function startRegistry(folder: string): Promise<LocalRegistry> {
  const installed = await installApart('verdaccio', verdaccio);
  const url = `http://127.0.0.1:${await freePort()}/`;
  const config = {
    storage: join(folder, 'storage'),
    auth: { htpasswd: { file: join(folder, 'htpasswd') } },
    packages: { '**': { access: '$all', publish: '$authenticated' } },
    middlewares: {},
    web: { enable: false },
    log: { type: 'file', path: join(folder, 'registry.log'), level: 'warn' },
  };
  // JSON is YAML.
  writeFileSync(join(folder, 'config.yaml'), JSON.stringify(config));

  const binary = join(installed, 'node_modules/verdaccio/bin/verdaccio');
  const server = fork(binary, ['--config', join(folder, 'config.yaml'), '--listen', url.slice(7, -1)], {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const ended = once(server, 'exit');
  // It sends one message, when it listens.
  await Promise.race([
    once(server, 'message'),
    ended.then(() => Promise.reject(new Error(`Verdaccio did not start: see ${folder}/registry.log`))),
  ]);

  const npmrc = join(folder, 'npmrc');
  writeFileSync(npmrc, `registry=${url}\n//${url.slice(7)}:_authToken=${await newUser(url)}\n`);
  return {
    url,
    publisher: { NPM_CONFIG_USERCONFIG: npmrc, npm_config_registry: url },
    describe: async (name) => (await fetch(`${url}${name.replace('/', '%2f')}`)).json(),
    async [Symbol.asyncDispose]() {
      // A gentler signal waits for connections that npm keeps alive.
      server.kill('SIGKILL');
      await ended;
    },
  };
}

async function newUser(url: string): Promise<string> {
  const name = 'publisher';
  const answer = await fetch(`${url}-/user/org.couchdb.user:${name}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name, password: crypto.randomUUID() }),
  });
  const { token } = Object(await answer.json());
  if (typeof token !== 'string') throw new Error(`Verdaccio made no user: it answered ${answer.status}`);
  return token;
}
