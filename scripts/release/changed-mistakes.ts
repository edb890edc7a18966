import type { ConsumerChange } from './consumer-change.ts';
import { recordOf } from './is-record.ts';
import { compareLists, differs, type Row, rowsOf, wordsOf } from './table-rows.ts';

type Change = Omit<ConsumerChange, 'pointer'>;

/** Which mistakes are refused, by which codes, stands in a table that Redocly does not know. */
export function changedMistakes(
  before: string | undefined,
  after: string | undefined,
  operationIds: readonly string[],
): ConsumerChange[] {
  const were = rowsOf(before, 'mistakes', 'id', operationIds);
  const are = rowsOf(after, 'mistakes', 'id', operationIds);
  const ids = new Set([...were.keys(), ...are.keys()]);
  return [...ids].flatMap((id) =>
    changesOf(id, were.get(id), are.get(id)).map((change) => ({ ...change, pointer: `#/mistakes/${id}` })),
  );
}

function changesOf(id: string, was: Row | undefined, is: Row | undefined): Change[] {
  if (!is) {
    const meaning = 'Code that names it does not compile, and nothing says any more that it is refused.';
    return [{ level: 'breaking', what: `mistake \`${id}\` is gone`, meaning }];
  }
  if (!was) {
    const level = is.level === 'MUST' ? 'breaking' : 'warning';
    return [{ level, what: `mistake \`${id}\` is new`, meaning: 'Calls that make it are refused.' }];
  }
  const found = [
    ...changedAnswer(id, was, is),
    ...changedAllowed(id, was, is),
    ...changedLevel(id, was, is),
    ...changedOperations(id, was, is),
  ];
  const isReworded = Object.keys({ ...was, ...is }).some((key) => differs(key, was, is));
  if (found.length > 0 || !isReworded) return found;
  const meaning = 'Nothing changes for code.';
  return [{ level: 'documentation', what: `mistake \`${id}\` reads otherwise`, meaning }];
}

function changedAnswer(id: string, was: Row, is: Row): Change[] {
  if (!differs('answer', was, is)) return [];
  const what = `mistake \`${id}\` is answered by ${is.answer} instead of ${was.answer}`;
  const meaning = 'Code that tells refusals apart by their codes takes it for another; the mock answers so.';
  return [{ level: is.level === 'MUST' ? 'breaking' : 'warning', what, meaning }];
}

function changedAllowed(id: string, was: Row, is: Row): Change[] {
  if (was.allowed === 'any' || is.allowed === 'any') {
    if (!differs('allowed', was, is)) return [];
    const what =
      is.allowed === 'any'
        ? `mistake \`${id}\` may be refused by any code`
        : `mistake \`${id}\` may be refused by ${wordsOf(is.allowed).join(', ')} only`;
    return [{ level: 'warning', what, meaning: 'Look at the code that handles the refusal.' }];
  }
  const { gained, lost } = compareLists(was.allowed, is.allowed);
  return [
    ...lost.map((code): Change => {
      const what = `mistake \`${id}\` is not refused by ${code} any more`;
      return { level: 'warning', what, meaning: 'Code that handles it by this code waits in vain.' };
    }),
    ...gained.map((code): Change => {
      const what = `mistake \`${id}\` may be refused by ${code}`;
      return { level: 'warning', what, meaning: 'Code that handles it has to know this code too.' };
    }),
  ];
}

function changedLevel(id: string, was: Row, is: Row): Change[] {
  const meaning = 'What is refused, and what the suite counts, changes by it.';
  const [own, others] = [recordOf(was.levels), recordOf(is.levels)];
  const places = [undefined, ...new Set([...Object.keys(own), ...Object.keys(others)])];
  return places.flatMap((name): Change[] => {
    const before = (name && own[name]) ?? was.level;
    const after = (name && others[name]) ?? is.level;
    const of = name ? ` for ${name}` : '';
    const what = `mistake \`${id}\` was refused as a ${before} and is as a ${after}${of}`;
    return before === after ? [] : [{ level: 'warning', what, meaning }];
  });
}

function changedOperations(id: string, was: Row, is: Row): Change[] {
  const { gained, lost } = compareLists(was.operations, is.operations);
  return [
    ...lost.map((operation): Change => {
      const what = `mistake \`${id}\` is not known of ${operation} any more`;
      return { level: 'warning', what, meaning: 'Code that waits for its refusal waits in vain.' };
    }),
    ...gained.map((operation): Change => {
      const what = `mistake \`${id}\` is now known of ${operation}`;
      return { level: 'warning', what, meaning: 'A call of it that makes the mistake is refused.' };
    }),
  ];
}
