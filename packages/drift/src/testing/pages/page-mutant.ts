import type { FindingClass } from '../../findings/difference.ts';
import type { RuleId } from '../../rules/rules.ts';
import type { Wording } from './compose-page.ts';
import type { PageModel, Row } from './page-model.ts';
import type { Form } from './render-page.ts';

export interface ExpectedFinding {
  readonly rule: RuleId;
  readonly class: FindingClass;
  /** A part of what was before or is now. */
  readonly names: string;
  /** Any of these: a flat table does not tell of which object a new field is. */
  readonly pointers: readonly string[];
  /** Whether it is found without knowing what the page said the last time. */
  readonly isStated: boolean;
}

export interface PageMutant {
  readonly operator: string;
  readonly place: string;
  readonly change: (page: PageModel) => void;
  /** Empty where nothing may be found. */
  readonly expected: readonly ExpectedFinding[];
  /** How the page is written otherwise. */
  readonly wording?: Partial<Wording>;
  /** The forms in which the change can be seen. Default: all. */
  readonly isSeenIn?: (form: Form) => boolean;
  /** Whether the page said so the last time too. */
  readonly isLasting?: boolean;
}

export type Add = (
  operator: string,
  place: string,
  change: PageMutant['change'],
  expected: readonly ExpectedFinding[],
  rest?: Pick<PageMutant, 'wording' | 'isSeenIn' | 'isLasting'>,
) => void;

export function expectFinding(
  rule: RuleId,
  findingClass: FindingClass,
  names: string,
  pointers: readonly string[] = [''],
  isStated = true,
): ExpectedFinding {
  return { rule, class: findingClass, names, pointers, isStated };
}

/** Changes a row, wherever the page has it by then; two objects of one table may have a member of the same name. */
export function atRow(
  section: string,
  name: string,
  change: (row: Row, rows: Row[]) => void,
): PageMutant['change'] {
  return ({ tables }) => {
    const rows = tables.find((table) => table.section === section)?.rows ?? [];
    for (const row of rows.filter((row) => row.name === name)) change(row, rows);
  };
}

export function addRow(section: string, row: Row): PageMutant['change'] {
  return ({ tables }) => void tables.find((table) => table.section === section)?.rows.push(row);
}

export function take<Item>(list: Item[], item: Item): void {
  list.splice(list.indexOf(item), 1);
}
