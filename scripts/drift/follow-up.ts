// `node scripts/drift/follow-up.ts <known.json> <report folder> <folder>`: says by GITHUB_OUTPUT what the steps after the
// check have to do with the issue and the pull request, and writes issue.md and pull-request.md into the folder.
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DriftReport, driftReportSchemaId, renderConclusion, renderMarkdown } from '@trtc-call/drift';
import { sanitizeForTerminal } from '@trtc-call/reporting';
import { type ProposedChange, readProposedChange } from './proposed-change.ts';

/** What a step of drift.yml has asked GitHub before the check, as it stands in a file. */
export interface KnownToGitHub {
  /** Completed runs of the workflow, the newest first. */
  readonly runs: readonly { readonly conclusion: string | null; readonly created_at: string }[];
  /** Issues with the label that were opened by a workflow, the newest first. */
  readonly issues: readonly KnownItem[];
  /** Pull requests from the branch, the newest first. */
  readonly pulls: readonly KnownItem[];
  /** Authors of the commits that the branch has and the base has not; null without a branch. */
  readonly authors: readonly string[] | null;
}

/** An issue or a pull request. */
export interface KnownItem {
  readonly number: number;
  readonly state: string;
  readonly body: string | null;
}

/** What the issue and the pull request follow. */
export interface CheckResult {
  readonly outcome: DriftReport['check']['outcome'];
  /** Of the findings that count. */
  readonly ids: readonly string[];
  /** One line. */
  readonly conclusion: string;
  /** Under 61,000 bytes. */
  readonly markdown: string;
}

/**
 * Reads `report.json` of a folder that `trtc-call drift check --out` has written. A check that left none is one that
 * could not be made.
 *
 * @throws Error when it is another report
 */
function readCheckResult(folder: string): CheckResult {
  const file = join(folder, 'report.json');
  if (!existsSync(file)) {
    const conclusion = 'Could not check: the check ended without a report; the log of the run says why';
    return { outcome: 'could-not-check', ids: [], conclusion, markdown: `**${conclusion}**\n` };
  }
  // Written by the same version of this repository: its name is enough.
  const report: DriftReport = JSON.parse(readFileSync(file, 'utf8'));
  if (report.schema !== driftReportSchemaId) {
    throw new Error(`${file} is not ${driftReportSchemaId}: name the folder of --out`);
  }
  const classes = ['breaking', 'additive', 'informational'];
  const counting = classes.slice(0, classes.indexOf(report.failOn) + 1);
  return {
    outcome: report.check.outcome,
    ids: report.findings.filter((finding) => counting.includes(finding.class)).map(({ id }) => id),
    conclusion: renderConclusion(report),
    markdown: renderMarkdown(report),
  };
}

/** What an issue or a pull request of ours remembers of what it says, where no reader sees it. */
interface Mark {
  /** The same as long as nothing is to be done. */
  readonly hash: string;
  /** Ids of the findings that are open. */
  readonly open: readonly string[];
}

/** What is to be written into the issue. */
export interface IssueUpdate {
  /** Undefined opens one. */
  readonly number: number | undefined;
  readonly title: string;
  readonly body: string;
  /** That it has to have afterwards, where it is another now. */
  readonly state?: 'open' | 'closed';
  /** Said in a comment, since a changed text notifies no one. */
  readonly comment?: string;
}

const [before, after] = ['<!-- trtc-call-drift:', ' -->'];
const mostIds = 150;
const maxTitle = 200;
const bot = 'github-actions[bot]';

/**
 * Decides what becomes of the issue: opened with the first drift, changed with it, closed when it is gone, reopened when
 * it comes back. Nothing when nothing changed, so that closing it by hand holds until the drift is another. A check
 * that could not be made is reported there and closes nothing.
 *
 * @param source - where the log of the run is, for the reader
 */
export function decideIssue(
  check: CheckResult,
  issues: readonly KnownItem[],
  source: string,
): IssueUpdate | undefined {
  const ours = issues
    .filter(({ body }) => markIn(body) !== undefined)
    .toSorted((a, b) => a.number - b.number);
  const kept = ours.find(({ state }) => state === 'open') ?? ours[0];
  const earlier = markIn(kept?.body);
  const mark =
    check.outcome === 'checked'
      ? createMark(check.outcome, check.ids)
      : // A part that could not be looked at this time is still as it was.
        createMark(check.outcome, [...check.ids, ...(earlier?.open ?? [])]);
  const isNeeded = check.outcome === 'could-not-check' || mark.open.length > 0;
  if (earlier ? earlier.hash === mark.hash : !isNeeded) return undefined;
  const title = check.conclusion.slice(0, maxTitle);
  const update = { number: kept?.number, title, body: marked(mark, issueBody(check, mark, source)) };
  if (!kept) return update;
  const isOpen = kept.state === 'open';
  if (!isNeeded && !isOpen) return update;
  if (!isNeeded) {
    const comment = 'The drift is gone: the vendor and the contract agree again.';
    return { ...update, state: 'closed', comment };
  }
  if (!isOpen) {
    return { ...update, state: 'open', comment: 'There is drift that was not here when this was closed.' };
  }
  const news = mark.open.filter((id) => !earlier?.open.includes(id));
  return news.length === 0 ? update : { ...update, comment: `New: ${news.slice(0, 50).join(', ')}.` };
}

/**
 * Decides whether the pull request is written anew, and with which text: with the first change, and when the changes or
 * their surroundings are others. Without changes it is written too, which closes it. One that was closed by hand stays
 * closed until the changes are others; one that a person commits to is theirs. After a check that could not be made an
 * open one is left as it is, since some of the changes may be missing.
 *
 * @returns the text; undefined when it is to be left alone
 */
export function decidePullRequest(
  check: CheckResult,
  change: ProposedChange | undefined,
  { pulls, authors }: Pick<KnownToGitHub, 'pulls' | 'authors'>,
): string | undefined {
  const open = pulls.find(({ state }) => state === 'open');
  if (check.outcome === 'could-not-check' && (open || !change)) return undefined;
  if (authors?.some((author) => author !== bot)) return undefined;
  if (!change) return authors === null ? undefined : goneText;
  const mark: Mark = { hash: hashWords(change.words), open: [] };
  const last = open ?? pulls[0];
  const isSame = markIn(last?.body)?.hash === mark.hash;
  if (last && isSame && (last.state !== 'open' || authors !== null)) return undefined;
  return marked(mark, pullRequestBody(change, check));
}

/** Without a hash of a change: the same change proposed later is news. */
const goneText = marked(
  createMark('checked', []),
  'The drift is gone, or the contract says it by now: there is nothing to merge.',
);

function issueBody({ ids, markdown }: CheckResult, { open: all }: Mark, source: string): string {
  const unseen = all.filter((id) => !ids.includes(id));
  const known =
    unseen.length === 0
      ? ''
      : `Found before, and not looked at or not seen by this incomplete check: ${unseen.slice(0, 50).join(', ')}. ` +
        'The history of this text says what they are.\n\n';
  return `${known}${markdown}\nFrom ${source}; this text is kept up to date, and the issue closed when the drift is gone.\n`;
}

function pullRequestBody({ files }: ProposedChange, { markdown }: CheckResult): string {
  const shown = files.slice(0, 30).map((file) => `- \`${file}\``);
  const more = files.length > shown.length ? [`- and ${files.length - shown.length} more`] : [];
  return [
    'What could be fixed safely; the issue with the label `drift` lists what could not.',
    'Close and open this once to run the checks: GitHub runs none on what a workflow has opened.\n',
    ...shown,
    ...more,
    `\n${markdown}`,
  ].join('\n');
}

function createMark(outcome: CheckResult['outcome'], ids: readonly string[]): Mark {
  const open = [...new Set(ids)].toSorted();
  return { hash: hashWords([outcome, ...open]), open: open.slice(0, mostIds) };
}

function hashWords(words: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(words)).digest('hex').slice(0, 16);
}

function marked({ hash, open }: Mark, text: string): string {
  return `${before}${JSON.stringify({ hash, open })}${after}\n${text}`;
}

/** The mark of a text; nothing when it has none or a damaged one. */
function markIn(text: string | null | undefined): Mark | undefined {
  const [first = ''] = (text ?? '').split(/\r?\n/);
  if (!first.startsWith(before) || !first.endsWith(after)) return undefined;
  try {
    const { hash, open } = JSON.parse(first.slice(before.length, -after.length));
    return typeof hash === 'string' && Array.isArray(open) ? { hash, open } : undefined;
  } catch {
    return undefined;
  }
}

if (import.meta.main) {
  const [knownFile = '', reports = '', folder = ''] = process.argv.slice(2);
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY, GITHUB_RUN_ID, GITHUB_OUTPUT } = process.env;
  const check = readCheckResult(reports);
  const known: KnownToGitHub = JSON.parse(readFileSync(knownFile, 'utf8'));
  const run = `[this run](${server}/${GITHUB_REPOSITORY}/actions/runs/${GITHUB_RUN_ID})`;
  const issue = decideIssue(check, known.issues, run);
  const pull = decidePullRequest(check, readProposedChange(process.cwd()), known);
  if (issue) writeFileSync(join(folder, 'issue.md'), issue.body);
  if (pull !== undefined) writeFileSync(join(folder, 'pull-request.md'), pull);
  const outputs = {
    outcome: check.outcome,
    issue: issue ? 'write' : 'leave',
    'issue-number': issue?.number ?? '',
    'issue-title': issue?.title ?? '',
    'issue-state': issue?.state ?? '',
    'issue-comment': issue?.comment ?? '',
    'pull-request': pull === undefined ? 'leave' : 'write',
    'pull-number': known.pulls.find(({ state }) => state === 'open')?.number ?? '',
  };
  // One line each: a title cannot add an output.
  const lines = Object.entries(outputs).map(([name, value]) => `${name}=${oneLine(String(value))}\n`);
  if (GITHUB_OUTPUT) appendFileSync(GITHUB_OUTPUT, lines.join(''));
  console.log(sanitizeForTerminal(`${check.conclusion}\nIssue: ${outputs.issue}`));
  console.log(`Pull request: ${outputs['pull-request']}`);
}

function oneLine(text: string): string {
  return text.replaceAll(/\p{Cc}+/gu, ' ').trim();
}
