import { parse } from 'yaml';
import type { ConsumerChange } from './consumer-change.ts';
import { isRecord, recordOf, recordsOf } from './is-record.ts';

/** The error codes stand in a table of their own, beside the description that Redocly compares. */
export function changedCodes(before: string | undefined, after: string | undefined): ConsumerChange[] {
  const were = codesOf(before);
  const are = codesOf(after);
  const gone = [...were.keys()].filter((code) => !are.has(code));
  return [
    ...gone.map(
      (code): ConsumerChange => ({
        level: 'breaking',
        pointer: `#/codes/${code}`,
        what: `error code ${code} is gone`,
        meaning: 'Code that handles it waits in vain, and its name is gone from the types.',
      }),
    ),
    ...[...are].flatMap(([code, entry]) => changedCode(code, were.get(code), entry)),
  ];
}

function changedCode(
  code: string,
  was: Record<string, unknown> | undefined,
  entry: Record<string, unknown>,
): ConsumerChange[] {
  const pointer = `#/codes/${code}`;
  if (!was) {
    const meaning = 'A call may be refused with it: a switch over the codes wants a case for it.';
    return [{ level: 'warning', pointer, what: `error code ${code} is new`, meaning }];
  }
  const differs = (key: string) => JSON.stringify(was[key]) !== JSON.stringify(entry[key]);
  if (differs('name')) {
    const meaning = 'Code that names it does not compile.';
    return [{ level: 'breaking', pointer, what: `error code ${code} has another name`, meaning }];
  }
  if (differs('retryable')) {
    const meaning = 'Whether the client tries again after it follows from that.';
    return [{ level: 'warning', pointer, what: `error code ${code} has another 'retryable'`, meaning }];
  }
  const gained = wordsOf(entry.operations).filter(
    (operation) => !wordsOf(was.operations).includes(operation),
  );
  if (gained.length > 0 && !wordsOf(was.operations).includes('all')) {
    const what = `error code ${code} is now known of ${gained.join(', ')}`;
    const meaning =
      'A call of it may be refused with this code: a switch over the codes wants a case for it.';
    return [{ level: 'warning', pointer, what, meaning }];
  }
  if (!Object.keys({ ...was, ...entry }).some(differs)) return [];
  const meaning = 'Nothing changes for code.';
  return [{ level: 'documentation', pointer, what: `error code ${code} reads otherwise`, meaning }];
}

/** Redocly does not look at an extension of the whole description. */
export function changedLimits(before: unknown, after: unknown): ConsumerChange[] {
  const were = recordOf(recordOf(before)['x-limits']);
  const are = recordOf(recordOf(after)['x-limits']);
  return [...new Set([...Object.keys(were), ...Object.keys(are)])].flatMap((name): ConsumerChange[] => {
    const [was, is] = [were[name], are[name]];
    if (JSON.stringify(was) === JSON.stringify(is)) return [];
    const pointer = `#/x-limits/${name}`;
    if (!isRecord(is)) {
      const meaning = 'Code that reads it from the contract does not compile.';
      return [{ level: 'breaking', pointer, what: `limit \`${name}\` is gone`, meaning }];
    }
    if (!isRecord(was)) {
      const meaning = 'Look whether calls stay within it.';
      return [{ level: 'warning', pointer, what: `limit \`${name}\` is new`, meaning }];
    }
    if (was.value === is.value && was.unit === is.unit) {
      const meaning = 'Nothing changes for code.';
      return [{ level: 'documentation', pointer, what: `limit \`${name}\` reads otherwise`, meaning }];
    }
    const what = `limit \`${name}\` was ${was.value} ${was.unit} and is ${is.value} ${is.unit}`;
    return [{ level: 'warning', pointer, what, meaning: 'The client acts on it; look whether calls do.' }];
  });
}

function codesOf(table: string | undefined): Map<string, Record<string, unknown>> {
  const { codes } = recordOf(table === undefined ? undefined : parse(table));
  return new Map(recordsOf(codes).map((entry) => [String(entry.code), entry]));
}

function wordsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
