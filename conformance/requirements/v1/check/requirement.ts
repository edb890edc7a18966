import type { ErrorCode, OperationId, Source } from '@trtc-call/spec/v1';
import type { Capability, Level } from '../../../report/run-report.ts';
import type * as generic from '../../requirement.ts';
import type { CheckContext } from './context.ts';

/** What requirements of this generation speak of. */
interface Subject {
  readonly operations: readonly OperationId[];
  readonly covers?: readonly ErrorCode[];
}

export type Requirement = generic.Requirement<CheckContext> & Subject;
export type CheckedRequirement = generic.CheckedRequirement<CheckContext> & Subject;
export type Observation = generic.Observation<CheckContext> & Pick<Subject, 'operations'>;

/** What the requirements of an area have in common, where one does not state something else. */
interface Common extends Subject {
  readonly source: readonly Source[];
  readonly decision?: readonly string[];
  readonly needs?: readonly Capability[];
}

/** A requirement as it is written down. */
export type Literal = Partial<Common> & {
  readonly id: generic.RequirementId;
  /** Its first word is the level. */
  readonly sentence: `${Level}: ${string}`;
} & (
    | { check(context: CheckContext): Promise<void>; readonly excluded?: never }
    | { readonly excluded: string; readonly check?: never }
  );

/** The requirements of an area, each with what all of them share. */
export function defineArea(common: Common, literals: readonly Literal[]): readonly Requirement[] {
  return literals.map(({ sentence: stated, ...literal }) => {
    const { level, sentence } = readSentence(stated);
    return { ...common, ...literal, level, sentence };
  });
}

/** The questions of an area, each with what all of them share. */
export function defineQuestions(
  common: Common,
  literals: readonly (Omit<Observation, keyof Common> & Partial<Common>)[],
): readonly Observation[] {
  return literals.map((literal) => ({ ...common, ...literal }));
}

const levels: readonly Level[] = ['MUST', 'SHOULD', 'MAY'];

function readSentence(stated: Literal['sentence']): { readonly level: Level; readonly sentence: string } {
  const [word = '', ...rest] = stated.split(': ');
  const level = levels.find((one) => one === word);
  if (level === undefined) throw new TypeError(`"${stated}" does not begin with its level`);
  return { level, sentence: rest.join(': ') };
}
