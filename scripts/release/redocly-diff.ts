import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bump } from './bump.ts';

/** One difference between two descriptions. A thing that is used in many places is named where it is used first. */
export interface SpecChange {
  /** Where, by the way from the top through what is referred to. */
  readonly path: string;
  /** Where it stands in the later description, or in the earlier one when it is gone. */
  readonly pointer: string;
  readonly kind: string;
  /** The keyword that differs; `key` for what was renamed. */
  readonly property: string | undefined;
  readonly impact: Bump;
  /** What the rules say of it; empty where no rule rated it. */
  readonly message: string;
  /** The value that it had and the one that it has; undefined where there is none. */
  readonly before: unknown;
  readonly after: unknown;
}

interface Side {
  readonly pointer?: string;
  readonly value?: unknown;
}

interface Report {
  readonly changes: readonly {
    readonly path: string;
    readonly kind: string;
    readonly property?: string;
    readonly impact: Bump;
    readonly verdicts?: readonly { readonly message: string }[];
    readonly base?: Side;
    readonly revision?: Side;
  }[];
}

/** `redocly diff` over two OpenAPI descriptions. @throws Error with its output when it does not run */
export function redoclyDiff(before: unknown, after: unknown): SpecChange[] {
  const folder = mkdtempSync(join(tmpdir(), 'trtc-call-diff-'));
  try {
    const write = (file: string, data: unknown) =>
      writeFileSync(join(folder, file), JSON.stringify(spellPlainly(data)));
    write('before.json', before);
    write('after.json', after);
    // The command that lints and bundles the contract.
    const redocly = createRequire(join(import.meta.dirname, '../../spec/package.json')).resolve(
      '@redocly/cli/bin/cli.js',
    );
    const args = [
      'diff',
      'before.json',
      'after.json',
      '--format=json',
      '--output=diff.json',
      '--fail-on=none',
    ];
    const { status, stderr } = spawnSync(process.execPath, [redocly, ...args], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
    });
    if (status !== 0) throw new Error(`redocly diff did not run:\n${stderr}`);
    const { changes }: Report = JSON.parse(readFileSync(join(folder, 'diff.json'), 'utf8'));
    return changes.map(({ path, kind, property, impact, verdicts = [], base, revision }) => ({
      path,
      pointer: revision?.pointer ?? base?.pointer ?? path,
      kind,
      property,
      impact,
      message: verdicts.map(({ message }) => message).join(' '),
      before: base?.value,
      after: revision?.value,
    }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * One spelling for all that say the same: the order of `required`, an `enum` of one for a `const`, a list of types for an
 * `anyOf` of them, nothing around a lone `allOf`. Redocly takes another spelling for a change.
 */
export function spellPlainly(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(spellPlainly);
  if (typeof value !== 'object' || value === null) return value;
  const {
    required,
    const: only,
    type,
    anyOf,
    allOf,
    ...rest
  }: Record<string, unknown> = Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, spellPlainly(member)]),
  );
  const forms: unknown[] = Array.isArray(anyOf) ? anyOf : [];
  const isOfTypes =
    type === undefined &&
    forms.length > 0 &&
    forms.every((form) => Object.keys(Object(form)).join() === 'type');
  const types = isOfTypes ? forms.flatMap((form) => Object(form).type) : type;
  const [lone, ...others]: unknown[] = Array.isArray(allOf) ? allOf : [];
  const isFree =
    typeof lone === 'object' &&
    others.length === 0 &&
    Object.keys(lone ?? {}).every((key) => !(key in value));
  return {
    ...(isFree ? lone : allOf !== undefined && { allOf }),
    ...rest,
    ...(required !== undefined && { required: Array.isArray(required) ? required.toSorted() : required }),
    ...(only !== undefined && (typeof only === 'object' || rest.enum ? { const: only } : { enum: [only] })),
    ...(types !== undefined && { type: Array.isArray(types) ? oneOrSorted(types) : types }),
    ...(anyOf !== undefined && !isOfTypes && { anyOf: Array.isArray(anyOf) ? sortedByText(anyOf) : anyOf }),
  };
}

function oneOrSorted(types: readonly unknown[]): unknown {
  const sorted = [...new Set(types)].sort();
  return sorted.length === 1 ? sorted[0] : sorted;
}

function sortedByText(forms: readonly unknown[]): unknown[] {
  return forms
    .map((form) => [JSON.stringify(form), form] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, form]) => form);
}
