import type { Contract, MistakeEntry, Source } from '@trtc-call/spec';
import type { Capability, Level } from '../report/run-report.ts';
import { type Answer, describeAnswer } from './check/answer.ts';
import type { CheckContext } from './check/context.ts';
import { expect, findMistake } from './check/expect.ts';
import type { Generation } from './generation.ts';
import type * as generic from './requirement.ts';
import { createId } from './requirement.ts';

/** What requirements of the API state beside what all requirements do. */
interface Subject {
  readonly operations: readonly string[];
  readonly covers?: readonly number[];
}

export type Requirement = generic.Requirement<CheckContext> & Subject;
export type CheckedRequirement = generic.CheckedRequirement<CheckContext> & Subject;
export type Observation = generic.Observation<CheckContext> & Pick<Subject, 'operations'>;

/** What the requirements of an area have in common; `source` is by default the pages of the operations. */
interface Common extends Subject {
  readonly source?: readonly Source[];
  readonly decision?: readonly string[];
  readonly needs?: readonly Capability[];
  /** Of what states no level of its own and has no mistakes. */
  readonly level?: Level;
}

/**
 * A requirement as it is written down, by its key. What is refused takes its level, pages and decisions from the contract's list of
 * mistakes; anything else has them here or in the statements of its generation.
 */
export type Literal = Partial<Common> & {
  readonly sentence: string;
  /** The mistakes that are to be refused, by id or by the end of their ids. */
  readonly mistakes?: readonly string[];
} & (
    | { check(context: CheckContext): Promise<void>; readonly excluded?: never; readonly ask?: never }
    | { readonly excluded: string; readonly check?: never; readonly ask?: never }
    | { readonly ask: Ask; readonly check?: never; readonly excluded?: never }
  );

/** Gives the answers that have to be successes, or refusals of the first of the mistakes, where there are mistakes. */
type Ask = (context: CheckContext) => readonly Promise<Answer>[] | Promise<Answer | readonly Answer[]>;

/** The requirements of an area that are those of the generation. */
export function defineArea(
  common: Common,
  generation: Generation,
  literals: Readonly<Record<string, Literal>>,
): readonly Requirement[] {
  return Object.entries(literals).flatMap(([key, literal]): Requirement[] => {
    const { mistakes: ids, level: ownLevel, ask, check, excluded, ...rest } = literal;
    const stated = generation.statements[key];
    const operations = literal.operations ?? common.operations;
    const mistakes = ids?.flatMap((id) => findMistakes(generation.contract, id, operations)) ?? [];
    const weakest = findWeakest(mistakes.map((mistake) => mistake.level));
    const level = stated?.level ?? ownLevel ?? weakest ?? common.level;
    if (level === undefined) {
      if (stated) throw new TypeError(`${key} has a statement and no level`);
      return [];
    }
    const pages = listPages(generation, operations);
    const requirement = {
      ...common,
      source: common.source ?? pages,
      ...readMistakes(mistakes, [generation.introduction, ...pages]),
      ...rest,
      ...stated,
      id: createId(generation.contract.generation, key),
      level,
    };
    if (excluded !== undefined) return [{ ...requirement, excluded }];
    return [{ ...requirement, check: check ?? ((context) => checkAnswers(ask(context), ids?.[0])) }];
  });
}

/** What the mistakes of a requirement say of it; of their pages those of its operations come first. */
function readMistakes(mistakes: readonly MistakeEntry[], pages: readonly Source[]) {
  const source = mistakes.flatMap((mistake) => mistake.source);
  const own = source.filter((page) => pages.includes(page));
  const decision = mistakes.flatMap((mistake) => mistake.decision);
  return {
    ...(source.length > 0 && { source: distinct(own.length > 0 ? own : source) }),
    ...(decision.length > 0 && { decision: distinct(decision) }),
    ...(mistakes.length > 0 && { covers: distinct(mistakes.map(({ answer }) => answer)) }),
  };
}

async function checkAnswers(asked: ReturnType<Ask>, mistake: string | undefined): Promise<void> {
  const answers = await Promise.all([asked].flat());
  for (const answer of answers.flat()) {
    if (mistake === undefined) expect(answer).toSucceed();
    else expect(answer).toBeRefusedAs(mistake);
  }
}

/** A question as it is written down; an answer is told by its status and its code. */
type Question = Omit<Observation, 'id' | 'source' | 'operations' | 'observe'> &
  Partial<Common> & { observe(context: CheckContext): Promise<string | Answer> };

/** The questions of an area that are those of the generation: which the statements name. */
export function defineQuestions(
  common: Common,
  generation: Generation,
  questions: Readonly<Record<string, Question>>,
): readonly Observation[] {
  return Object.entries(questions).flatMap(([key, literal]) => {
    const stated = generation.statements[key];
    if (!stated) return [];
    const { sentence: question = literal.question, source, decision = [] } = stated;
    const shared = {
      ...common,
      source: source ?? literal.source ?? common.source ?? [generation.introduction],
    };
    const observe = async (context: CheckContext) => {
      const seen = await literal.observe(context);
      return typeof seen === 'string' ? seen : describeAnswer(seen);
    };
    return [
      {
        ...shared,
        ...literal,
        observe,
        question,
        decision,
        id: createId(generation.contract.generation, key),
      },
    ];
  });
}

function listPages({ contract, introduction }: Generation, operations: readonly string[]): readonly Source[] {
  const pages = operations.flatMap((operation) => contract.operations[operation]?.source ?? []);
  return distinct(pages.filter((page) => page !== introduction));
}

/** The rows of a mistake, one for each operation that has one. */
function findMistakes(contract: Contract, id: string, operations: readonly string[]) {
  const rows = operations.map((operation) => findMistake(contract, id, operation));
  return rows.filter((row, at) => rows.indexOf(row) === at);
}

const strength: readonly Level[] = ['MAY', 'SHOULD', 'MUST'];

/** What is refused for one of several mistakes binds no more than the weakest of them. */
function findWeakest(levels: readonly Level[]): Level | undefined {
  return strength.find((level) => levels.includes(level));
}

function distinct<Value>(values: readonly Value[]): Value[] {
  return [...new Set(values)];
}
