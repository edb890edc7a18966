import { once } from 'node:events';
import type { Server } from 'node:http';
import type { Express } from 'express';

/** What every example reads from its environment. */
export interface Settings {
  readonly account: { readonly sdkAppId: number; readonly secretKey: string; readonly region: string };
  /** The last segment of the address that the vendor sends webhooks to. */
  readonly hookSecret: string;
  readonly port: number;
}

/** @throws Error naming the variable that is missing, or cannot be used */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  const read = (name: string) => {
    const value = environment[name];
    if (value) return value;
    throw new Error(`${name} is missing: see the README of the example`);
  };
  const account = {
    sdkAppId: Number(read('TRTC_CALL_SDK_APP_ID')),
    secretKey: read('TRTC_CALL_SECRET_KEY'),
    region: environment.TRTC_CALL_BASE_URL ?? read('TRTC_CALL_REGION'),
  };
  const { PORT = '3000' } = environment;
  const port = Number(PORT);
  if (!/^\d+$/.test(PORT) || port > 65_535) {
    throw new Error(`PORT must be an integer from 0 to 65535 (got '${PORT}')`);
  }
  return { account, hookSecret: read('HOOK_SECRET'), port };
}

/** A service that listens. */
export interface Service extends AsyncDisposable {
  readonly url: string;
}

/**
 * @param close what has to be closed when no request is served any more
 * @throws Error when another program has the port; then all is closed
 */
export async function listen(app: Express, port: number, close: () => Promise<void>): Promise<Service> {
  const server: Server = app.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    await close();
    const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    throw isTaken ? new Error(`port ${port} is in use: set PORT to another one`, { cause: error }) : error;
  }
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : port}`;
  return {
    url,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await close();
    },
  };
}
