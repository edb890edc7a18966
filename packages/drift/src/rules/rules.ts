import { acceptedRequest } from './accepted-request.ts';
import { announcedEnd } from './announced-end.ts';
import { checkStale } from './check-stale.ts';
import { configurationNotKept } from './configuration-not-kept.ts';
import { contentTypeChanged } from './content-type-changed.ts';
import { documentRules } from './document-rules.ts';
import { envelopeBroken } from './envelope-broken.ts';
import { mismatch } from './mismatch.ts';
import { missingField } from './missing-field.ts';
import { neverSeen } from './never-seen.ts';
import { newErrorCode } from './new-error-code.ts';
import { outOfRange } from './out-of-range.ts';
import { rateLimitLower } from './rate-limit-lower.ts';
import { refusedOtherwise } from './refused-otherwise.ts';
import { refusedRequest } from './refused-request.ts';
import { refusedValidBody } from './refused-valid-body.ts';
import { requestIdRepeated } from './request-id-repeated.ts';
import type { Rule, RuleHelp } from './rule.ts';
import { slowAnswer } from './slow-answer.ts';
import { statusChanged } from './status-changed.ts';
import { timeInMilliseconds } from './time-in-milliseconds.ts';
import { timesOutOfOrder } from './times-out-of-order.ts';
import { typeChanged } from './type-changed.ts';
import { undocumentedField } from './undocumented-field.ts';
import { undocumentedOperation } from './undocumented-operation.ts';
import { unlistedWord } from './unlisted-word.ts';

/** Every rule. A new one is one more file, and one more line here. */
export const rules = [
  undocumentedField,
  missingField,
  neverSeen,
  typeChanged,
  unlistedWord,
  outOfRange,
  newErrorCode,
  statusChanged,
  contentTypeChanged,
  envelopeBroken,
  undocumentedOperation,
  acceptedRequest,
  refusedRequest,
  refusedOtherwise,
  rateLimitLower,
  slowAnswer,
  ...documentRules,
  checkStale,
  refusedValidBody,
  mismatch,
  timeInMilliseconds,
  announcedEnd,
  timesOutOfOrder,
  configurationNotKept,
  requestIdRepeated,
] as const satisfies readonly Rule[];

/** The name of a rule. */
export type RuleId = (typeof rules)[number]['id'];

export const ruleIds = rules.map(({ id }) => id);

export function findRule(id: RuleId): Rule<RuleId> {
  return requireRule((rule) => rule.id === id);
}

export function requireRule(isMeant: (rule: Rule<RuleId>) => boolean): Rule<RuleId> {
  const all: readonly Rule<RuleId>[] = rules;
  const found = all.find(isMeant);
  if (!found) throw new TypeError('No rule is there for this difference: write one in src/rules.');
  return found;
}

/** What each rule is about, by its id. */
export const ruleHelp: Readonly<Record<string, RuleHelp>> = Object.fromEntries(
  rules.map(({ id, help }) => [id, help]),
);
