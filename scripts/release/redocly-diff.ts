import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { isObject } from '@trtc-call/reporting/values';
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

type Schema = Readonly<Record<string, unknown>>;

/** One spelling for all that say the same. Redocly takes another spelling for a change. */
export function spellPlainly(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(spellPlainly);
  if (typeof value !== 'object' || value === null) return value;
  const members: Schema = Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, spellPlainly(member)]),
  );
  return spellings.reduce((schema, spell) => spell(schema), members);
}

const spellings: readonly ((schema: Schema) => Schema)[] = [
  // Nothing around a lone `allOf`.
  ({ allOf, ...rest }) => {
    if (!Array.isArray(allOf)) return allOf === undefined ? rest : { ...rest, allOf };
    const [lone, ...others]: unknown[] = allOf;
    const isFree = others.length === 0 && isObject(lone) && Object.keys(lone).every((key) => !(key in rest));
    return isFree ? { ...lone, ...rest } : { ...rest, allOf };
  },
  // An `enum` of one for a `const`, so that a second member is a value more.
  ({ const: only, ...rest }) => {
    if (only === undefined) return rest;
    return typeof only === 'object' || rest.enum ? { ...rest, const: only } : { ...rest, enum: [only] };
  },
  // A list of types for an `anyOf` of them.
  (schema) => {
    const { anyOf, ...rest } = schema;
    if (!Array.isArray(anyOf)) return schema;
    const isOfTypes =
      schema.type === undefined &&
      anyOf.length > 0 &&
      anyOf.every((form) => isObject(form) && Object.keys(form).join() === 'type');
    return isOfTypes
      ? { ...rest, type: anyOf.flatMap(({ type }) => type) }
      : { ...rest, anyOf: sortByText(anyOf) };
  },
  (schema) => (Array.isArray(schema.type) ? { ...schema, type: oneOrSorted(schema.type) } : schema),
  (schema) => (Array.isArray(schema.required) ? { ...schema, required: schema.required.toSorted() } : schema),
];

function oneOrSorted(types: readonly unknown[]): unknown {
  const sorted = [...new Set(types)].sort();
  return sorted.length === 1 ? sorted[0] : sorted;
}

function sortByText(forms: readonly unknown[]): unknown[] {
  const toText = (form: unknown) => inspect(form, { sorted: true, depth: null, maxArrayLength: null });
  return forms
    .map((form) => [toText(form), form] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, form]) => form);
}
