import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Bump, isBump } from './bump.ts';
import { recordOf, recordsOf } from './is-record.ts';

/** One difference between two descriptions. */
export interface SpecChange {
  /** Where, as a pointer into the later description. */
  path: string;
  kind: string;
  /** The keyword that differs; `key` for what was renamed. */
  property?: string;
  impact: Bump;
  /** What the rule says of it; absent where no rule rated it. */
  message?: string;
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

function changeOf({ path, kind, property, impact, verdicts }: Record<string, unknown>): SpecChange {
  if (!isBump(impact)) throw new Error(`redocly diff rates a change as '${impact}': read its changelog`);
  const [verdict] = recordsOf(verdicts);
  return {
    path: String(path),
    kind: String(kind),
    impact,
    ...(typeof property === 'string' ? { property } : {}),
    ...(verdict ? { message: String(verdict.message) } : {}),
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
