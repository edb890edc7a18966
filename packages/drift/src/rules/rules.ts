import { answerRules } from './answer-rules.ts';
import { documentRules } from './document-rules.ts';
import { exchangeRules } from './exchange-rules.ts';
import type { Rule, RuleHelp } from './rule.ts';
import { trafficRules } from './traffic-rules.ts';
import { valueRules } from './value-rules.ts';

// Breaking, so that every `--fail-on` but `never` counts it: what is not looked at may have broken unnoticed.
export const checkStale = {
  id: 'check-stale',
  class: 'breaking',
  title: ({ subject, since }) => `The check of ${subject} has failed since ${since?.failingSince}`,
  meaning: ({ since }) => {
    const last = since?.lastSuccess ? `It last succeeded ${since.lastSuccess}` : 'It never succeeded';
    return `${last}: whatever the vendor changed since then went unnoticed.`;
  },
  advice: 'Run the check by hand, and repair what keeps it from being made.',
  name: 'Not checked for too long',
  about: 'Checks have failed for longer than the set time, so that drift would go unnoticed.',
  sensors: ['documents', 'probes', 'production'],
  detect: { state: 'stale' },
  pointsAt: () => undefined,
} as const satisfies Rule;

/** Every rule, in the order in which a report explains them. */
export const rules = [
  ...valueRules,
  ...answerRules,
  ...exchangeRules,
  ...trafficRules,
  ...documentRules,
  checkStale,
] as const satisfies readonly Rule[];

/** The name of a rule. */
export type RuleId = (typeof rules)[number]['id'];

export const ruleIds = rules.map(({ id }) => id);

const all: readonly Rule<RuleId>[] = rules;

export function findRule(id: string): Rule<RuleId> | undefined {
  return all.find((rule) => rule.id === id);
}

export function requireRule(isMeant: (rule: Rule<RuleId>) => boolean): Rule<RuleId> {
  const found = all.find(isMeant);
  if (!found) throw new TypeError('There is no rule for this difference: write one in src/rules.');
  return found;
}

/** What each rule is about, by its id. */
export const ruleHelp: Readonly<Record<string, RuleHelp>> = Object.fromEntries(
  all.map(({ id, name, about, advice }) => [
    id,
    { title: name, text: typeof advice === 'string' ? `${about} ${advice}` : about },
  ]),
);
