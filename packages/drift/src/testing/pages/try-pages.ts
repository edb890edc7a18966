import { readContract } from '../../contract/contract.ts';
import type { Finding } from '../../findings/finding.ts';
import { checkDocuments, type DocumentsOptions } from '../../pages/check-documents.ts';
import { answerPage } from '../../pages/read-page.ts';
import type { SourcesLock } from '../../pages/sources-lock.ts';
import type { PageModel } from './page-model.ts';
import type { ExpectedFinding, PageMutant } from './page-mutant.ts';
import { createPageMutants } from './page-operators.ts';
import { languages } from './page-words.ts';
import { type Form, markups, renderPage } from './render-page.ts';

export const forms: readonly Form[] = languages.flatMap((language) =>
  markups.map((markup) => ({ language, markup })),
);

export interface PageCase {
  readonly page: PageModel;
  readonly form: Form;
  readonly mutant: PageMutant;
  /** The form in which it was read the last time. Default: the same. */
  readonly lastForm?: Form;
}

export interface PageTrial extends PageCase {
  readonly isDetected: boolean;
  readonly hasRightClass: boolean;
  readonly hasRightPlace: boolean;
  readonly alarms: number;
  readonly misses: readonly string[];
}

const contracts = { v1: readContract('v1'), v4: readContract('v4') };

type Read = DocumentsOptions['read'];
/** What is done to each finding, for proofs that a wrong one is noticed. */
export type Tamper = (finding: Finding) => Finding;

/** Everything that is done to a page in each form, and the page as it is beside every other form of it. */
export function createPageCases(page: PageModel): PageCase[] {
  const mutants = createPageMutants(page);
  const same = { place: '', change: () => undefined, expected: [] };
  return forms.flatMap((form) => [
    ...mutants.flatMap((mutant) => (mutant.isSeenIn?.(form) === false ? [] : [{ page, form, mutant }])),
    ...forms.map((lastForm) => {
      const isTranslated = form.language !== lastForm.language;
      const operator = isTranslated ? 'translated' : form === lastForm ? 'unchanged' : 'reformatted';
      return { page, form, lastForm, mutant: { ...same, operator } };
    }),
  ]);
}

/** Tries one mutant with what the page said before, and, for what the contract alone tells, without. */
export async function tryPageCase(
  one: PageCase,
  read: Read = answerPage,
  tamper: Tamper = (finding) => finding,
): Promise<PageTrial> {
  const { page, form, mutant, lastForm = form } = one;
  const changed = structuredClone(page);
  mutant.change(changed);
  const text = renderPage(changed, { ...form, ...mutant.wording });
  const readOnce = once(read);
  const before = mutant.isLasting
    ? (await run(page, form, text, readOnce)).lock
    : await readUnchanged(page, lastForm, read);
  const runs = [
    {
      title: 'with a lock',
      findings: await check(page, form, text, readOnce, before),
      expected: mutant.expected,
    },
    {
      title: 'without a lock',
      findings: await check(page, form, text, readOnce),
      expected: mutant.expected.filter(({ isStated }) => isStated),
    },
  ].map((run) => ({ ...run, ...judge(run.findings.map(tamper), run.expected, page) }));
  const name = `${page.source.id} ${form.language} ${form.markup}: ${mutant.operator} ${mutant.place}`;
  return {
    ...one,
    isDetected: runs.every(({ lacking }) => lacking.length === 0),
    hasRightClass: runs.every(({ lacking, misclassed }) => lacking.length + misclassed.length === 0),
    hasRightPlace: runs.every(({ lacking, misplaced }) => lacking.length + misplaced.length === 0),
    alarms: runs.reduce((sum, { others }) => sum + others.length, 0),
    misses: runs.flatMap(({ title, lacking, misclassed, misplaced, others }) =>
      [...lacking, ...misclassed, ...misplaced, ...others].map((miss) => `${name} (${title}): ${miss}`),
    ),
  };
}

/** What the page says as it is, which is read once for all of its mutants. */
async function readUnchanged(page: PageModel, form: Form, read: Read): Promise<SourcesLock> {
  const known = locks.get(read) ?? new Map<string, SourcesLock>();
  locks.set(read, known);
  const key = `${page.source.id} ${form.language} ${form.markup}`;
  const lock = known.get(key) ?? (await run(page, form, renderPage(page, form), read)).lock;
  known.set(key, lock);
  return lock;
}

const locks = new Map<Read, Map<string, SourcesLock>>();

async function check(page: PageModel, form: Form, text: string, read: Read, lock?: SourcesLock) {
  return (await run(page, form, text, read, lock)).findings;
}

function run(page: PageModel, form: Form, text: string, read: Read, lock?: SourcesLock) {
  const format = form.markup === 'markdown' ? 'markdown' : 'html';
  return checkDocuments({
    generation: page.generation,
    contract: contracts[page.generation],
    pages: [page.source],
    read,
    lock,
    load: async () => ({ outcome: 'read', text, format, validators: {} }),
  });
}

function once(read: Read): Read {
  let answer: ReturnType<Read> | undefined;
  return (request) => {
    answer ??= read(request);
    return answer;
  };
}

/** Holds findings against what has to be found. */
function judge(findings: readonly Finding[], expected: readonly ExpectedFinding[], { source }: PageModel) {
  const matches = expected.map((one) => ({
    one,
    about: findings.filter(({ fingerprint: { rule, subject, before, after } }) => {
      const isNamed = [before, after].some((text) => text.includes(one.names));
      return rule === one.rule && subject === String(source.id) && isNamed;
    }),
  }));
  const isAt = (finding: Finding, { pointers }: ExpectedFinding) =>
    pointers.some((pointer) => finding.fingerprint.pointer === pointer);
  const best = matches.map(({ one, about }) => ({
    one,
    found: about.find((finding) => isAt(finding, one)) ?? about[0],
  }));
  const others = findings.filter((finding) => !best.some(({ found }) => found === finding));
  return {
    lacking: best.flatMap(({ one, found }) => (found ? [] : [`lacks ${describe(one)}`])),
    misclassed: best.flatMap(({ one, found }) =>
      found && found.class !== one.class ? [`calls ${describe(one)} ${found.class}`] : [],
    ),
    misplaced: best.flatMap(({ one, found }) =>
      found && !(isAt(found, one) && found.location !== undefined)
        ? [`puts ${describe(one)} at ${found.fingerprint.pointer || 'the whole'}`]
        : [],
    ),
    others: others.map(
      ({ class: own, title, fingerprint }) => `tells besides ${own} ${fingerprint.rule}: ${title}`,
    ),
  };
}

function describe({ rule, class: own, names, pointers: [pointer = ''] }: ExpectedFinding): string {
  return `${own} ${rule} ${names} at ${pointer || 'the whole'}`;
}
