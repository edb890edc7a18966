import type { ErrorEntry, MistakeEntry } from './contract.ts';

// What every generation looks up in its own tables.

export function createFindErrorCode<Row extends ErrorEntry>(
  errorCodes: readonly Row[],
): (code: number) => Row | undefined {
  return (code) => errorCodes.find((row) => row.code === code);
}

export function createFindMistake<Row extends MistakeEntry>(
  mistakes: readonly Row[],
): (id: Row['id']) => Row {
  return (id) => {
    const mistake = mistakes.find((row) => row.id === id);
    if (!mistake) throw new TypeError(`There is no mistake "${id}"; see mistakes.yaml.`);
    return mistake;
  };
}

export function createIsOperationId<Id extends string>(
  operations: Readonly<Record<Id, unknown>>,
): (text: string) => text is Id {
  return (text): text is Id => Object.hasOwn(operations, text);
}
