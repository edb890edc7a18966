import type { MistakeId } from '@trtc-call/spec/v1';
import type { Refusal } from './refusal.ts';
import { splitQuery } from './split-query.ts';

/** A query parameter of the contract. */
export interface ParameterRule {
  readonly name: string;
  /** Whether its value is a whole number. */
  readonly integer: boolean;
  /** Whether a value conforms to the parameter's schema. */
  accepts(value: string | number): boolean;
  readonly missing: MistakeId;
  /** What it is to have a value that does not conform. */
  readonly invalid: MistakeId;
}

/** The parameters of a request whose query is in order. */
export interface Credentials {
  readonly sdkAppId: number;
  readonly identifier: string;
  readonly userSig: string;
}

/** What a query holds: credentials, or the first mistake; the app also when something else is wrong. */
export type QueryCheck = { readonly sdkAppId: number | undefined } & (
  | { readonly credentials: Credentials }
  | { readonly refusal: Refusal }
);

/** Makes the check of query strings: first that each parameter is there, then that each has its form. */
export function queryChecker(rules: readonly ParameterRule[]): (query: string) => QueryCheck {
  const names = rules.map(({ name }) => name);
  const places = {
    sdkAppId: names.indexOf('sdkappid'),
    identifier: names.indexOf('identifier'),
    userSig: names.indexOf('usersig'),
  };
  const wrongCase = new Map(names.map((name) => [name.toLowerCase(), name]));

  return (query) => {
    const { values, others, repeated } = splitQuery(query, names);
    const sdkAppId = toNumber(values[places.sdkAppId]);
    const refuse = (mistake: MistakeId, field: string): QueryCheck => ({
      refusal: { mistake, field },
      sdkAppId,
    });
    if (repeated !== undefined) return refuse('parameter-repeated', repeated);
    for (const [place, rule] of rules.entries()) {
      if (values[place]) continue;
      const misspelt = others.find((other) => wrongCase.get(other.toLowerCase()) === rule.name);
      if (misspelt !== undefined && values[place] === undefined)
        return refuse('parameter-wrong-case', rule.name);
      return refuse(rule.missing, rule.name);
    }
    for (const [place, rule] of rules.entries()) {
      const text = values[place] ?? '';
      const value = rule.integer ? toNumber(text) : text;
      if (value === undefined || !rule.accepts(value)) return refuse(rule.invalid, rule.name);
    }
    const identifier = values[places.identifier] ?? '';
    const userSig = values[places.userSig] ?? '';
    return { credentials: { sdkAppId: sdkAppId ?? 0, identifier, userSig }, sdkAppId };
  };
}

function toNumber(text: string | undefined): number | undefined {
  if (text === undefined || !/^\d{1,16}$/.test(text)) return undefined;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : undefined;
}
