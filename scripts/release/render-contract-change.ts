// `node scripts/release/render-contract-change.ts [base]`: what the change of the contract means for users, as
// Markdown. Without a base it is the branch that a pull request goes to, or else what releaseBase finds.
import { join } from 'node:path';
import { escapeMarkdown, sanitizeForTerminal } from '@trtc-call/reporting';
import { type ConsumerChange, type Level, levels } from './consumer-change.ts';
import { type ContractChange, contractChanges } from './contract-change.ts';
import { releaseBase } from './release-base.ts';
import { repositoryAt } from './repository.ts';

const titles = {
  breaking: 'Breaks users',
  warning: 'Users should look',
  addition: 'New',
  documentation: 'Only words',
} as const satisfies Record<Level, string>;

const mostRows = 100;

/** What a change of the contract means for users, as Markdown; one line when there is none. */
export function renderContractChange(changes: ReadonlyMap<string, ContractChange>): string {
  const changed = [...changes].filter(([, { changes: found }]) => found.length > 0);
  if (changed.length === 0) return 'The contract says what it said before: nothing changes for users.\n';
  return changed.map(([generation, change]) => generationBlock(generation, change)).join('\n');
}

function generationBlock(generation: string, { changes, impact, versions }: ContractChange): string {
  const version =
    versions === undefined
      ? ''
      : versions.before === versions.after
        ? ` Its version is still ${versions.before}.`
        : ` Its version goes from ${versions.before} to ${versions.after}.`;
  const counts = levels
    .map((level) => [level, changes.filter((change) => change.level === level).length] as const)
    .filter(([, count]) => count > 0)
    .map(([level, count]) => `${count} ${level}`);
  return [
    `## What the change of contract ${generation} means for users\n`,
    `**${counts.join(', ')}**: from 1.0.0 on a ${impact} release.${version}\n`,
    ...levels.flatMap((level) => levelBlock(level, changes)),
  ].join('\n');
}

function levelBlock(level: Level, changes: readonly ConsumerChange[]): string[] {
  const some = changes.filter((change) => change.level === level);
  if (some.length === 0) return [];
  const left = some.length - mostRows;
  return [
    `### ${titles[level]} (${some.length})\n`,
    '| what | meaning | where |',
    '| --- | --- | --- |',
    ...some.slice(0, mostRows).map((change) => `| ${cells(change).join(' | ')} |`),
    ...(left > 0 ? [`\n${left} more are not shown.`] : []),
    '',
  ];
}

function cells({ what, meaning, pointer }: ConsumerChange): string[] {
  return [what, meaning, `\`${pointer}\``].map(cell);
}

/** Clipped before it is escaped, so that no escape is cut in half. What stands between backticks is code. */
function cell(text: string): string {
  const parts = (text.length > 300 ? `${text.slice(0, 300)}…` : text).split('`');
  const isBalanced = parts.length % 2 === 1;
  if (!isBalanced) return escapeMarkdown(parts.join("'"));
  return parts
    .map((part, at) => (at % 2 ? `<code>${escapeMarkdown(part)}</code>` : escapedPart(part)))
    .join('');
}

/** Escaping takes the blanks at both ends away, which part words from code. */
function escapedPart(part: string): string {
  const [, begin = '', end = ''] = /^( ?).*?( ?)$/s.exec(part) ?? [];
  return part.trim() === '' ? begin : begin + escapeMarkdown(part) + end;
}

if (import.meta.main) {
  const target = process.env.GITHUB_BASE_REF;
  const named = process.argv[2] ?? (target ? `origin/${target}` : undefined);

  try {
    const repository = repositoryAt(join(import.meta.dirname, '../..'));
    const { revision, description } = releaseBase(repository, named);
    console.error(`Compared with ${description}.`);
    process.stdout.write(
      revision === undefined
        ? 'There is no earlier contract to compare this one with.\n'
        : renderContractChange(contractChanges(repository, revision)),
    );
  } catch (error) {
    console.error(sanitizeForTerminal(`contract change: ${error instanceof Error ? error.message : error}`));
    process.exitCode = 2;
  }
}
