import type { FindingClass, PageFact } from './difference.ts';

/** A sample shows a field; a table promises it. */
export function rateField({ was, is, isRequest, isSample }: PageFact): FindingClass {
  if (isSample) return was === undefined ? 'additive' : 'informational';
  if (was === undefined) return isRequest && is?.endsWith('required') ? 'breaking' : 'additive';
  if (is === undefined || was.split(' ')[0] !== is.split(' ')[0]) return 'breaking';
  if (!isRequest) return 'informational';
  return is.endsWith('required') ? 'breaking' : 'additive';
}

/** Requests a second. */
export function readRate(rate: string): number {
  const [requests = '', seconds = '1'] = rate.split('/');
  return Number(requests) / Number(seconds);
}

/** Less is worse, but for what callers wait for and for the version that they need. */
export function rateLimit({ key, was, is }: PageFact): FindingClass {
  const [kind = '', name = ''] = key.split('/');
  if (kind === 'default' || kind === 'retry') return is === undefined ? 'informational' : 'additive';
  if (kind === 'bound') return rateBound(was, is);
  if (was === undefined || is === undefined) return is === undefined ? 'informational' : 'additive';
  const isMore = is.localeCompare(was, 'en', { numeric: true }) > 0;
  const isWait = ['backendTimeout', 'recordDelay'].includes(name) || kind === 'client';
  return isMore === isWait ? 'breaking' : 'additive';
}

/** Breaking where a value that was within the bounds no longer is. */
function rateBound(was: string | undefined, is: string | undefined): FindingClass {
  const [[fromBefore, toBefore], [from, to]] = [readBound(was), readBound(is)];
  return from > fromBefore || to < toBefore ? 'breaking' : 'additive';
}

function readBound(bound = '..'): readonly [number, number] {
  const [from = '', to = ''] = bound.split('..');
  return [from === '' ? -Infinity : Number(from), to === '' ? Infinity : Number.parseFloat(to)];
}
