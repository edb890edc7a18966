import { globSync } from 'node:fs';
import { matchesGlob } from 'node:path';
import { parse } from 'yaml';
import { isRecord, recordOf } from './is-record.ts';
import type { Repository } from './repository.ts';

/** A package of the workspace that npm gets. */
export interface PublishedPackage {
  name: string;
  folder: string;
  version: string;
}

/** The packages that are not private, as they stand on disk. */
export function publishedPackages(repository: Repository): PublishedPackage[] {
  const { packages } = recordOf(parse(repository.read('pnpm-workspace.yaml') ?? ''));
  const globs = Array.isArray(packages) ? packages.map((glob) => `${glob}/package.json`) : [];
  return globs
    .flatMap((glob) => globSync(glob, { cwd: repository.root }))
    .flatMap((file) => {
      const folder = file.slice(0, -'/package.json'.length);
      const { name, version, private: hidden } = manifestOf(repository, folder);
      if (hidden === true || typeof name !== 'string' || typeof version !== 'string') return [];
      return [{ name, folder, version }];
    });
}

/** A package's manifest, at a revision or on disk; empty where there is none. */
export function manifestOf(
  repository: Repository,
  folder: string,
  revision?: string,
): Record<string, unknown> {
  const text = repository.read(`${folder}/package.json`, revision);
  return text === undefined ? {} : recordOf(JSON.parse(text));
}

/**
 * The files of a package that changed since a revision and that its users get. Which files those are is said once, in
 * `changedFilePatterns` of .changeset/config.json. Of the manifest only what npm shows counts; a version from the
 * workspace's catalog counts as if it stood in the manifest.
 */
export function changedFiles(
  repository: Repository,
  published: PublishedPackage,
  revision: string,
  changed: readonly string[],
): string[] {
  const within = `${published.folder}/`;
  const files = changed
    .filter((path) => path.startsWith(within))
    .map((path) => path.slice(within.length))
    .filter((path) => path !== 'package.json' && isPublished(path, patternsOf(repository)));
  const before = shownManifest(repository, published.folder, revision);
  const after = shownManifest(repository, published.folder);
  return before === after ? files : ['package.json', ...files];
}

function isPublished(path: string, patterns: readonly string[]): boolean {
  let counts = false;
  for (const pattern of patterns) {
    if (!pattern.startsWith('!')) counts ||= matchesGlob(path, pattern);
    else if (matchesGlob(path, pattern.slice(1))) counts = false;
  }
  return counts;
}

function patternsOf(repository: Repository): string[] {
  const { changedFilePatterns } = recordOf(JSON.parse(repository.read('.changeset/config.json') ?? '{}'));
  return Array.isArray(changedFilePatterns) ? changedFilePatterns.map(String) : ['**'];
}

function shownManifest(repository: Repository, folder: string, revision?: string): string {
  const { devDependencies, scripts, version, ...shown } = manifestOf(repository, folder, revision);
  const { catalog } = recordOf(parse(repository.read('pnpm-workspace.yaml', revision) ?? ''));
  const versions = recordOf(catalog);
  return JSON.stringify(shown, (key, value: unknown) =>
    value === 'catalog:' ? versions[key] : isRecord(value) ? sorted(value) : value,
  );
}

/** The order of keys is not a change. But conditions of `exports` are tried in order, so theirs is. */
function sorted(record: Record<string, unknown>): Record<string, unknown> {
  const keys = Object.keys(record);
  return keys.some((key) => key.startsWith('.') || key === 'default')
    ? record
    : Object.fromEntries(keys.sort().map((key) => [key, record[key]]));
}
