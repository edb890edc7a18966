import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { basename, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { readPort } from '@trtc-call/test-servers';

/** A registry on this machine that packages can be published to. It knows no other registry. */
export interface LocalRegistry extends AsyncDisposable {
  url: string;
  /** What makes npm, pnpm and changesets use this registry and no other, as a user who may publish. */
  publisher: Record<string, string>;
  /** What the registry says of a package. */
  describe(name: string): Promise<unknown>;
}

/** What npm sends of a release; without the tarballs it is what the registry says of a package. */
interface Packument {
  readonly name: string;
  readonly 'dist-tags': Readonly<Record<string, string>>;
  readonly versions: Readonly<Record<string, object>>;
  readonly _attachments?: Readonly<Record<string, { readonly data: string }>>;
}

const token = crypto.randomUUID();

/**
 * Starts a registry on a free port of the loopback address.
 *
 * @param folder - an empty folder for the configuration of its users
 */
export async function startRegistry(folder: string): Promise<LocalRegistry> {
  const packages = new Map<string, Packument>();
  const tarballs = new Map<string, Buffer>();

  /** Keeps a release. A version that is there stays as it is. @returns the status of the answer */
  function publish({ _attachments = {}, ...sent }: Packument): number {
    const { versions = {}, 'dist-tags': tags = {} } = packages.get(sent.name) ?? {};
    if (Object.keys(sent.versions).some((version) => version in versions)) return 409;
    packages.set(sent.name, {
      ...sent,
      versions: { ...versions, ...sent.versions },
      'dist-tags': { ...tags, ...sent['dist-tags'] },
    });
    for (const [file, { data }] of Object.entries(_attachments)) {
      tarballs.set(basename(file), Buffer.from(data, 'base64'));
    }
    return 201;
  }

  const server = createServer(async (request, response) => {
    const body = await text(request);
    if (request.method === 'PUT') {
      const isPublisher = request.headers.authorization === `Bearer ${token}`;
      response.writeHead(isPublisher ? publish(JSON.parse(body)) : 401).end('{}');
      return;
    }
    const path = decodeURIComponent(request.url?.slice(1) ?? '');
    const found = packages.get(path);
    const sent = found ? JSON.stringify(found) : tarballs.get(basename(path));
    response.writeHead(sent ? 200 : 404).end(sent ?? '{}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');

  const url = `http://127.0.0.1:${readPort(server)}/`;
  const npmrc = join(folder, 'npmrc');
  writeFileSync(npmrc, `registry=${url}\n//${url.slice(7)}:_authToken=${token}\n`);
  return {
    url,
    publisher: { NPM_CONFIG_USERCONFIG: npmrc, npm_config_registry: url },
    describe: async (name) => (await fetch(`${url}${name.replace('/', '%2f')}`)).json(),
    async [Symbol.asyncDispose]() {
      // npm keeps connections alive.
      server.closeAllConnections();
      await server[Symbol.asyncDispose]();
    },
  };
}
