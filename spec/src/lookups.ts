import type { Contract, ErrorEntry, MistakeEntry, OperationEntry } from './contract.ts';

/** Finds rows of a generation's tables. */
export interface Lookups<Code extends ErrorEntry, Row extends MistakeEntry, Id extends string> {
  /** The row of a code, or undefined for a code that no document lists. */
  readonly findErrorCode: (code: number) => Code | undefined;
  /** The mistake with this id. @throws TypeError for an id that is not in mistakes.yaml */
  readonly findMistake: (id: Row['id']) => Row;
  /** Whether the text is the id of an operation. */
  readonly isOperationId: (text: string) => text is Id;
}

interface Tables<Code, Row, Id extends string>
  extends Pick<Contract, 'errorCodes' | 'mistakes' | 'operations'> {
  readonly errorCodes: readonly (Code & ErrorEntry)[];
  readonly mistakes: readonly (Row & MistakeEntry)[];
  readonly operations: Readonly<Record<Id, OperationEntry>>;
}

export function createLookups<Code extends ErrorEntry, Row extends MistakeEntry, Id extends string>(
  tables: Tables<Code, Row, Id>,
): Lookups<Code, Row, Id> {
  return {
    findErrorCode: (code) => tables.errorCodes.find((entry) => entry.code === code),
    findMistake: (id) => {
      const mistake = tables.mistakes.find((row) => row.id === id);
      if (!mistake) throw new TypeError(`There is no mistake "${id}"; see mistakes.yaml.`);
      return mistake;
    },
    isOperationId: (text): text is Id => Object.hasOwn(tables.operations, text),
  };
}
