import { parse } from 'yaml';
import type { ConsumerChange } from './consumer-change.ts';
import { isRecord, recordOf } from './is-record.ts';
import { compareLists, differs, type Row, rowsOf } from './table-rows.ts';

/** The error codes stand in a table of their own, beside the description that Redocly compares. */
export function changedCodes(
  before: string | undefined,
  after: string | undefined,
  operationIds: readonly string[],
): ConsumerChange[] {
  const were = rowsOf(before, 'codes', 'code', operationIds);
  const are = rowsOf(after, 'codes', 'code', operationIds);
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
    ...[...are].flatMap(([code, entry]) =>
      changedCode(`error code ${code}`, were.get(code), entry).map((change) => ({
        ...change,
        pointer: `#/codes/${code}`,
      })),
    ),
    ...changedCode('an error code of no list', otherCodesOf(before) ?? {}, otherCodesOf(after) ?? {}).map(
      (change) => ({ ...change, pointer: '#/otherCodes' }),
    ),
  ];
}

type Change = Omit<ConsumerChange, 'pointer'>;

function changedCode(name: string, was: Row | undefined, entry: Row): Change[] {
  if (!was) {
    const meaning = 'A call may be refused with it: a switch over the codes wants a case for it.';
    return [{ level: 'warning', what: `${name} is new`, meaning }];
  }
  const found: Change[] = [];
  if (differs('name', was, entry)) {
    const meaning = 'Code that names it does not compile.';
    found.push({ level: 'breaking', what: `${name} has another name`, meaning });
  }
  if (differs('retryable', was, entry)) {
    const meaning = 'Whether the client tries again after it follows from that.';
    found.push({ level: 'warning', what: `${name} has another 'retryable'`, meaning });
  }
  const operations = compareLists(was.operations, entry.operations);
  if (operations.gained.length > 0) {
    const meaning =
      'A call of it may be refused with this code: a switch over the codes wants a case for it.';
    found.push({
      level: 'warning',
      what: `${name} is now known of ${operations.gained.join(', ')}`,
      meaning,
    });
  }
  if (operations.lost.length > 0) {
    const what = `${name} is not known of ${operations.lost.join(', ')} any more`;
    const meaning = 'Code that handles it after a call of it waits in vain.';
    found.push({ level: 'warning', what, meaning });
  }
  const mistakes = compareLists(was.mistakes, entry.mistakes);
  for (const [list, verb] of [
    [mistakes.gained, 'now stands for'],
    [mistakes.lost, 'does not stand any more for'],
  ] as const) {
    if (list.length === 0) continue;
    const meaning = 'Look whether code that handles it still does the right thing.';
    found.push({ level: 'warning', what: `${name} ${verb} ${list.join(', ')}`, meaning });
  }
  const isReworded = Object.keys({ ...was, ...entry }).some((key) => differs(key, was, entry));
  if (found.length > 0 || !isReworded) return found;
  return [{ level: 'documentation', what: `${name} reads otherwise`, meaning: 'Nothing changes for code.' }];
}

function otherCodesOf(table: string | undefined): Row | undefined {
  const { otherCodes } = recordOf(table === undefined ? undefined : parse(table));
  return isRecord(otherCodes) ? otherCodes : undefined;
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
