import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunReport } from '@trtc-call/conformance';
import { type DriftReport, type Finding, groupCauses, renderConclusion } from '@trtc-call/drift';
import { parse } from 'yaml';
import { describe, escapeHtml, type Html, html, type Page } from './page.ts';

/** A change of the vendor: what, since when it was seen, and by which sensors. */
export interface Change {
  readonly id: string;
  /** ISO 8601. */
  readonly at: string;
  readonly sensors: readonly string[];
  readonly title: string;
  readonly before: string;
  readonly after: string;
}

/** The form that shields.io reads. */
export interface Badge {
  readonly schemaVersion: 1;
  readonly label: string;
  readonly message: string;
  readonly color: string;
}

/** What the last runs have left in reports/; nothing where none was made. */
export interface Reports {
  readonly badge: Badge | undefined;
  readonly conformance: Pick<RunReport, 'target' | 'startedAt'> | undefined;
  readonly drift: DriftReport | undefined;
}

export function readReports(root: string): Reports {
  const read = (file: string) => {
    const path = join(root, 'reports', file);
    return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
  };
  return {
    badge: read('conformance/badge.json'),
    conformance: read('conformance/report.json'),
    drift: read('drift/report.json'),
  };
}

const colors = ['red', 'orange', 'yellow', 'lightgrey', 'brightgreen'];

/** The badges of the last runs, and one of both. What was not run says so, and is never green. */
export function createBadges({ badge, conformance, drift }: Reports) {
  const create = (label: string, color: string, message: string, startedAt = ''): Badge => {
    const day = startedAt && ` on ${startedAt.slice(0, 10)}`;
    return { schemaVersion: 1, label, message: message + day, color };
  };
  const suite =
    badge && conformance
      ? create(
          badge.label,
          badge.color,
          `${badge.message} by ${conformance.target.name}`,
          conformance.startedAt,
        )
      : create('conformance', 'lightgrey', 'not run');
  const check = drift
    ? create('drift', ...describeCheck(drift), drift.startedAt)
    : create('drift', 'lightgrey', 'not checked');
  const worst = colors.find((color) => [suite.color, check.color].includes(color)) ?? 'lightgrey';
  const both = create(suite.label, worst, `${suite.message}; drift: ${check.message}`);
  return { both, conformance: suite, drift: check };
}

/** Colour and words of a drift check. A change that several operations show counts once. */
function describeCheck(report: DriftReport): [color: string, message: string] {
  if (report.check.outcome !== 'checked') return ['lightgrey', 'could not check'];
  if (report.findings.length === 0) return ['brightgreen', 'none'];
  return ['orange', renderConclusion(report).replace(/^.*?: /, '')];
}

/** What the vendor has changed: facts of its pages from the history of the locks, and findings of the last check. */
export function findChanges(root: string, { drift }: Reports): Change[] {
  const ofPages = globSync('spec/*/sources.lock.yaml', { cwd: root }).flatMap((file) => {
    const versions = readHistory(root, file);
    return versions.slice(1).flatMap((after, index) => compareLocks(versions[index], after));
  });
  const found = groupCauses(drift?.findings ?? []).map(({ finding }) => toChange(finding, drift?.startedAt));
  return [...ofPages, ...found].toSorted((a, b) =>
    a.at < b.at ? 1 : a.at > b.at ? -1 : a.id < b.id ? -1 : 1,
  );
}

/** The same difference at several operations is one change of the vendor, whatever saw it. */
function toChange({ id, title, sightings, before = '', after = '' }: Finding, startedAt = ''): Change {
  const [at = startedAt] = sightings.flatMap(({ first }) => first ?? []).toSorted();
  const sensors = sightings.map(({ sensor }) => sensor).toSorted();
  return { id, at, sensors, title, before, after };
}

/** A committed version of a lock: what was read of each page, and how. */
interface Lock {
  readonly at: string;
  readonly pages?: Readonly<Record<string, LockedPage>> | undefined;
}

interface LockedPage {
  readonly facts?: Readonly<Record<string, unknown>>;
  readonly reader?: number;
  readonly form?: string;
  readonly origin?: string;
}

/** Every committed version of a lock, the oldest first. */
function readHistory(root: string, file: string): Lock[] {
  // A downloaded archive has none.
  if (!existsSync(join(root, '.git'))) return [];
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: root, encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 });
  const lines = git('log', '--reverse', '--format=%H %cI', '--', file).split('\n').filter(Boolean);
  return lines.map((line) => {
    const [commit = '', at = ''] = line.split(' ');
    return { at, pages: parse(git('show', `${commit}:${file}`))?.pages };
  });
}

/**
 * The facts that two versions of a lock state differently. A page that is read for the first time, by another reader or
 * in another form is not a change of the vendor.
 */
function compareLocks(before: Lock | undefined, { pages = {}, at }: Lock): Change[] {
  const describeReading = ({ reader, form, origin }: LockedPage) =>
    JSON.stringify([reader, form, origin === 'rebuilt']);
  const differences = Object.entries(pages).flatMap(([page, read]) => {
    const earlier = before?.pages?.[page];
    if (!earlier || describeReading(earlier) !== describeReading(read)) return [];
    const stated = (fact: unknown) => String(fact ?? '');
    return Object.keys({ ...earlier.facts, ...read.facts })
      .map((key) => ({ page, key, before: stated(earlier.facts?.[key]), after: stated(read.facts?.[key]) }))
      .filter((difference) => difference.before !== difference.after);
  });
  // Pages repeat each other: what several state anew is one change.
  const bySubject = Map.groupBy(differences, (each) => JSON.stringify([each.key, each.before, each.after]));
  return [...bySubject.values()].flatMap((same) => {
    const [first] = same;
    if (!first) return [];
    const names = same.map(({ page }) => page).join(', ');
    return {
      id: `page-${first.page}-${first.key}-${at}`,
      at,
      sensors: ['documents'],
      title: `${same.length > 1 ? 'Pages' : 'Page'} ${names}: ${first.key}`,
      before: first.before,
      after: first.after,
    };
  });
}

export function createChangesPage(changes: readonly Change[], badges: readonly Badge[]): Page {
  return {
    path: 'changes.html',
    title: 'Changes of the vendor',
    description: 'What the vendor changed, when it was seen, and by which sensor.',
    section: 'Changes',
    body: html`<h1>Changes of the vendor</h1>
<p>What differs on the vendor's pages and in its answers, as <a href="/guides/drift.html">the drift check</a> has seen it. Also as <a href="/changes.atom">Atom feed</a>.</p>
${describe(
  'facts',
  badges.map(({ label, message }) => [label, message]),
)}
${changes.length === 0 ? html`<p>No change has been seen yet.</p>` : describe('list', changes.map(renderChange))}`,
  };
}

function renderChange({ id, at, title, sensors, before, after }: Change): [Html, Html] {
  return [
    html`<span id="${id}">${title}</span>`,
    html`<time datetime="${at}">${at.slice(0, 10)}</time>, seen by ${sensors.join(', ')}: ${before === '' ? 'new' : html`<code>${before}</code>`} → ${after === '' ? 'gone' : html`<code>${after}</code>`}`,
  ];
}

/**
 * An Atom feed. Its ids stay when the site moves.
 *
 * @param toLink - gives the address of a file of the site
 */
export function renderFeed(changes: readonly Change[], toLink: (path: string) => string): string {
  // XML cannot hold most control characters, U+FFFE, U+FFFF and half a surrogate pair.
  const text = (value: string) => escapeHtml(value.toWellFormed().replace(/[\p{Cc}\ufffe\uffff]/gu, ' '));
  const entries = changes.slice(0, 200).map(
    ({ id, at, title, sensors, before, after }) => `<entry>
<id>${toUrn(id)}</id><title>${text(title)}</title><updated>${at}</updated>
<link href="${toLink('changes.html')}#${encodeURIComponent(id.toWellFormed())}"/>${sensors.map((sensor) => `<category term="${text(sensor)}"/>`).join('')}
<summary>${text(`Seen by ${sensors.join(', ')}: ${before || 'new'} → ${after || 'gone'}`)}</summary>
</entry>`,
  );
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
<id>${toUrn('changes')}</id><title>Changes of the TRTC Call REST API</title><updated>${changes[0]?.at ?? '1970-01-01T00:00:00Z'}</updated>
<author><name>trtc-call</name></author><link rel="self" href="${toLink('changes.atom')}"/><link href="${toLink('changes.html')}"/>
${entries.join('\n')}
</feed>
`;
}

/** A UUID of version 8, whose bits are those of a hash. */
function toUrn(id: string): string {
  const hash = createHash('sha256').update(`trtc-call ${id}`).digest('hex');
  return `urn:uuid:${hash.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*/, '$1-$2-8$3-8$4-$5')}`;
}
