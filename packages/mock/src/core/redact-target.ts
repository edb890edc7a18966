import type { Redact } from '@trtc-call/client/har';

const open = new Set(['sdkappid', 'identifier', 'random', 'contenttype']);
const longestName = 40;

/**
 * Hides what may be a credential in the target (path and query) of a request: the value of every parameter
 * but those that are known to be harmless, and whatever looks like a credential in the rest.
 */
export function redactTarget(target: string, redact: Redact): string {
  const mark = target.indexOf('?');
  const path = mark === -1 ? target : target.slice(0, mark);
  const shown = redact(path.replace(/(usersig)(?:=|%3d).*/i, '$1=[redacted]'));
  if (mark === -1) return shown;
  const query = target
    .slice(mark + 1)
    .split('&')
    .map((part) => {
      const equals = part.indexOf('=');
      const name = equals === -1 ? part : part.slice(0, equals);
      if (open.has(name)) return redact(part);
      return equals === -1 ? '[redacted]' : `${redact(name).slice(0, longestName)}=[redacted]`;
    });
  return `${shown}?${query.join('&')}`;
}
