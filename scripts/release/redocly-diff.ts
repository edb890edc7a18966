import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Bump, isBump } from './bump.ts';
import { recordOf, recordsOf } from './is-record.ts';

/** One difference between two descriptions. A thing that is used in many places is named where it is used first. */
export interface SpecChange {
  /** Where, by the way from the top through what is referred to. */
  path: string;
  /** Where it stands in the later description, or in the earlier one when it is gone. */
  pointer: string;
  kind: string;
  /** The keyword that differs; `key` for what was renamed. */
  property?: string;
  impact: Bump;
  /** What the rules say of it; absent where no rule rated it. */
  message?: string;
  /** The value that it had and the one that it has; undefined where there is none. */
  before: unknown;
  after: unknown;
}

/**
 * `redocly diff` over two OpenAPI descriptions, given as text.
 *
 * @throws Error with its output when it does not run
 */
export function redoclyDiff(before: string, after: string): SpecChange[] {
  const folder = mkdtempSync(join(tmpdir(), 'trtc-call-diff-'));
  try {
    writeFileSync(join(folder, 'before.json'), before);
    writeFileSync(join(folder, 'after.json'), after);
    const args = ['diff', 'before.json', 'after.json', '--format', 'json', '--output', 'diff.json'];
    const { status, stderr } = spawnSync(process.execPath, [redocly(), ...args, '--fail-on', 'none'], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
    });
    if (status !== 0) throw new Error(`redocly diff did not run:\n${stderr}`);
    const report: unknown = JSON.parse(readFileSync(join(folder, 'diff.json'), 'utf8'));
    return recordsOf(recordOf(report).changes).map(changeOf);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function changeOf(change: Record<string, unknown>): SpecChange {
  const { path, kind, property, impact, verdicts } = change;
  if (!isBump(impact)) throw new Error(`redocly diff rates a change as '${impact}': read its changelog`);
  const [base, revision] = [recordOf(change.base), recordOf(change.revision)];
  const messages = recordsOf(verdicts).map(({ message }) => String(message));
  return {
    path: String(path),
    pointer: String(revision.pointer ?? base.pointer ?? path),
    kind: String(kind),
    impact,
    ...(typeof property === 'string' ? { property } : {}),
    ...(messages.length > 0 ? { message: messages.join(' ') } : {}),
    before: base.value,
    after: revision.value,
  };
}

/** The script of the command that lints and bundles the contract. */
function redocly(): string {
  const manifest = createRequire(join(import.meta.dirname, '../../spec/package.json')).resolve(
    '@redocly/cli/package.json',
  );
  const { bin } = recordOf(JSON.parse(readFileSync(manifest, 'utf8')));
  return join(dirname(manifest), String(recordOf(bin).redocly));
}
