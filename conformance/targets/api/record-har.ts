import { createHarFile, type HarFile, type RecordingError } from '@trtc-call/client/har';
import { type Account, listSecrets } from '../../requirements/check/account.ts';
import type { HarTarget } from '../../run/run-options.ts';
import { readText } from '../read-text.ts';
import type { Fetch } from '../recorder.ts';

/** Opens the file. `onError` is called once if it cannot be written any more. @throws RecordingError when it is there already or cannot be made */
export function openHar(
  { path, redactIdentifier }: HarTarget,
  account: Account,
  onError: (error: RecordingError) => void,
): HarFile {
  const identifiers = redactIdentifier ? [account.identifier] : [];
  const secrets = listSecrets(account);
  return createHarFile({
    path,
    ifExists: 'refuse',
    sensor: 'probes',
    redactIdentifier,
    identifiers,
    secrets,
    onError,
  });
}

/** A `fetch` that writes each exchange to the file, whatever came of it. */
export function recordHar(fetch: Fetch, har: HarFile, now: () => number): Fetch {
  return async (url, init) => {
    const startedAt = now();
    const clock = performance.now();
    const request = {
      method: init.method ?? 'GET',
      url,
      headers: Object.fromEntries(new Headers(init.headers)),
      body: readBodyText(init.body),
    };
    const tell = (answer: Parameters<HarFile['onExchange']>[0]['answer']) =>
      har.onExchange({ startedAt, milliseconds: performance.now() - clock, request, answer });
    try {
      const response = await fetch(url, init);
      const body = await readText(response);
      const { status, headers } = response;
      tell({ status, headers: Object.fromEntries(headers), body });
      return new Response(status === 204 || status === 304 ? null : body, { status, headers });
    } catch (error) {
      tell(undefined);
      throw error;
    }
  };
}

function readBodyText(body: unknown): string {
  if (typeof body === 'string') return body;
  // Bytes are how a body is sent without a Content-Type; no body is an empty one.
  return body instanceof Uint8Array ? new TextDecoder().decode(body) : '';
}
