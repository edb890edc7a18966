import { SendOptionError } from './errors.ts';

/**
 * The address of a receiver.
 *
 * @throws SendOptionError for what is none
 */
export function readAddress(field: string, to: string | URL): URL {
  const url = URL.parse(to);
  if (!url)
    throw new SendOptionError(field, 'it is not a URL', 'Give one such as http://127.0.0.1:3000/hooks.');
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new SendOptionError(field, `${url.protocol} is not spoken here`, 'Give a URL of http or https.');
  }
  if (url.username !== '' || url.password !== '') {
    throw new SendOptionError(field, 'a user name is not sent', 'Give the URL without one.');
  }
  return url;
}

/** An address to be shown: path and query may hold the secret of a receiver. */
export function shownAddress(to: string | URL): string {
  const url = URL.parse(to);
  if (!url) return 'the address';
  const hides = url.pathname !== '/' || url.search !== '';
  return hides ? `${url.origin}/…` : url.origin;
}
