import type { Detector, Rule, Watch, WatchOptions } from '../rules/rule.ts';
import { type RuleId, requireRule, rules } from '../rules/rules.ts';
import type { Deviation } from './deviations.ts';

/** Looks at one exchange. */
export type LookAtExchange = Extract<Detector, { exchange: unknown }>['exchange'];
type LookAtPath = Extract<Detector, { unknownPath: unknown }>['unknownPath'];

/** The rules by what finds them, so that none is asked in vain. */
export interface Detectors {
  readonly value: Readonly<Record<Deviation['kind'], Rule<RuleId>>>;
  readonly exchange: readonly { readonly rule: Rule<RuleId>; readonly look: LookAtExchange }[];
  readonly unknownPath: readonly { readonly rule: Rule<RuleId>; readonly look: LookAtPath }[];
  readonly traffic: readonly { readonly rule: Rule<RuleId>; readonly watch: Watch }[];
  /** Those that clients report. */
  readonly reported: readonly Rule<RuleId>[];
}

/** Sets up what looks for differences. */
export function createDetectors(options: WatchOptions): Detectors {
  const all: readonly Rule<RuleId>[] = rules;
  const ofKind = (kind: Deviation['kind']) =>
    requireRule(({ detect }) => 'value' in detect && detect.value === kind);
  return {
    value: {
      'unknown field': ofKind('unknown field'),
      'missing field': ofKind('missing field'),
      type: ofKind('type'),
      word: ofKind('word'),
      range: ofKind('range'),
    },
    exchange: all.flatMap((rule) =>
      'exchange' in rule.detect ? [{ rule, look: rule.detect.exchange }] : [],
    ),
    unknownPath: all.flatMap((rule) =>
      'unknownPath' in rule.detect ? [{ rule, look: rule.detect.unknownPath }] : [],
    ),
    traffic: all.flatMap((rule) =>
      'traffic' in rule.detect ? [{ rule, watch: rule.detect.traffic(options) }] : [],
    ),
    reported: all.filter(({ reported }) => reported !== undefined),
  };
}
