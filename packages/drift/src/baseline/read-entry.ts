import { isObject } from '../contract/json-type.ts';
import type { BaselineEntry } from '../drift-report.ts';
import type { Fingerprint } from '../findings/finding.ts';
import { findingId } from '../findings/make-finding.ts';
import { ruleIds } from '../rules/rules.ts';
import { isDay } from './day.ts';

const known = ['id', 'reason', 'author', 'expires', 'fingerprint'];
const parts = ['rule', 'subject', 'pointer', 'before', 'after'] as const;

/**
 * Reads one entry strictly.
 *
 * @returns the entry, or in words what is wrong with it and what to do
 */
export function readEntry(value: unknown): BaselineEntry | string {
  if (!isObject(value)) return 'is no entry: write `id`, `reason`, `author` and `expires` under one dash';
  const stranger = Object.keys(value).find((key) => !known.includes(key));
  if (stranger !== undefined) return `has ${JSON.stringify(stranger)}: an entry has ${known.join(', ')} only`;
  const { id, reason, author, expires } = value;
  if (typeof id !== 'string' || !/^D-[0-9a-f]{10}$/.test(id)) {
    return 'has no `id` such as D-0123456789: copy it from the report';
  }
  if (!isFilled(reason)) return 'has no `reason`: say in a text why it is accepted';
  if (!isFilled(author)) return 'has no `author`: say in a text who accepts it';
  if (!isDay(expires)) return 'has no `expires` such as 2026-12-31: give the last day on which it holds';
  if (value.fingerprint === undefined) return { id, reason, author, expires };
  const fingerprint = fingerprintOf(value.fingerprint);
  if (!fingerprint)
    return `has a \`fingerprint\` without all of ${parts.join(', ')}: copy it whole, or delete it`;
  const owner = findingId(fingerprint);
  if (owner !== id) return `has the fingerprint of ${owner}: copy id and fingerprint of the same finding`;
  return { id, reason, author, expires, fingerprint };
}

function isFilled(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}

function fingerprintOf(value: unknown): Fingerprint | undefined {
  if (!isObject(value) || Object.keys(value).length !== parts.length) return undefined;
  const { subject, pointer, before, after } = value;
  const rule = ruleIds.find((id) => id === value.rule);
  if (rule === undefined || typeof subject !== 'string' || typeof pointer !== 'string') return undefined;
  if (typeof before !== 'string' || typeof after !== 'string') return undefined;
  return { rule, subject, pointer, before, after };
}
