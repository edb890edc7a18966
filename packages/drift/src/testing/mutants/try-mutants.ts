import { isObject } from '@trtc-call/reporting/values';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { SpecLocation } from '../../contract/contract.ts';
import type { Finding } from '../../findings/finding.ts';
import type { Exchange } from '../../traffic/exchange.ts';
import { type Operation, type Spec, specs } from '../conforming/document.ts';
import { describeMutant, type Expected, type Mutant, ruleClasses } from './mutant.ts';

export interface Trial {
  readonly mutant: Mutant;
  /** Whether it conforms to the contract, so that nothing is to be found. */
  readonly isEquivalent: boolean;
  readonly isDetected: boolean;
  readonly hasRightClass: boolean;
  readonly hasRightPlace: boolean;
  /** What is wrong, one line each; empty when everything is as it should be. */
  readonly misses: readonly string[];
}

/** Holds what was found of a changed vendor against what has to be found. */
export function tryMutant(mutant: Mutant, findings: readonly Finding[]): Trial {
  const { expected } = mutant;
  const checked = expected.map((one) => ({
    one,
    about: findings.filter((finding) => isAbout(finding, one)),
  }));
  const others = findings.filter(
    (finding) => !checked.some(({ about }) => about.includes(finding)) && !isHidden(finding, mutant),
  );
  const lacking = checked.flatMap(({ one, about }) =>
    about.length > 0 ? [] : [`lacks ${describeExpected(one)}`],
  );
  const hasRightClass =
    lacking.length === 0 &&
    checked.every(({ one, about }) => about.every((finding) => isOfClass(finding, one)));
  const misplaced = checked.flatMap(({ one, about }) =>
    about
      .filter(({ location }) => !isAt(mutant.operation.spec, location, one.sites))
      .map(({ location }) => `names ${location?.file}:${location?.line} for ${describeExpected(one)}`),
  );
  const misses = [
    ...lacking,
    ...(hasRightClass || lacking.length > 0 ? [] : ['has another class']),
    ...misplaced,
    ...others.map(({ fingerprint }) => `tells besides ${describeExpected(fingerprint)}`),
  ];
  return {
    mutant,
    isEquivalent: expected.length === 0,
    isDetected: expected.length > 0 && findings.length > 0,
    hasRightClass: expected.length > 0 && hasRightClass,
    hasRightPlace: expected.length > 0 && lacking.length + misplaced.length === 0,
    misses: misses.map((miss) => `${describeMutant(mutant)}: ${miss}`),
  };
}

function isAbout({ fingerprint, places }: Finding, { rule, subject, pointer }: Expected): boolean {
  if (fingerprint.rule !== rule) return false;
  if (places) return places.some((place) => place.operationId === subject && place.pointer === pointer);
  return fingerprint.subject === subject && fingerprint.pointer === pointer;
}

function isOfClass(finding: Finding, { rule, class: own = ruleClasses[rule] }: Expected): boolean {
  return finding.class === own;
}

function isHidden({ fingerprint }: Finding, { operation, hides, place }: Mutant): boolean {
  const { rule, subject, pointer } = fingerprint;
  // A value that is wrong by itself is not what was asked for either.
  if (rule === 'mismatch' && subject === operation.subject && pointer === place) return true;
  return (
    hides !== undefined && rule === 'never-seen' && subject === operation.subject && pointer.startsWith(hides)
  );
}

function isAt(spec: Spec, location: SpecLocation | undefined, sites: readonly string[]): boolean {
  return sites.some((site) => {
    const place = findLocation(spec, site);
    return place !== undefined && place.file === location?.file && place.line === location.line;
  });
}

/** Where a statement stands, or the nearest one around it. */
function findLocation({ readLocations }: Spec, site: string): SpecLocation | undefined {
  const locations = readLocations();
  for (let at = site; at.length > 1; at = at.slice(0, at.lastIndexOf('/'))) {
    if (Object.hasOwn(locations, at)) return locations[at];
  }
  return undefined;
}

function describeExpected({ rule, pointer }: { rule: string; pointer: string }): string {
  return `${rule} at ${pointer || 'the whole'}`;
}

/** What a validator says against the expectation, one line each: then the mutant is wrong, not the judge. */
export function doubtsAbout(mutant: Mutant): string[] {
  const { operation, operator, expected, pairs } = mutant;
  const isOfAnswers = expected.every(({ rule }) => answerRules.includes(rule));
  if (!isOfAnswers || operator === 'accepts a mistake' || operator === 'new error code') return [];
  const bodies = pairs().flatMap(({ twin, mutated }) => (twin === mutated ? [] : [readBody(mutated)]));
  if (bodies.length === 0) return [`${describeMutant(mutant)}: changes no exchange`];
  const fits = bodies.every((body) => getValidator('asWritten', operation)(body));
  const isDocumented = bodies.every((body) => getValidator('closed', operation)(body));
  const rules = expected
    .map(({ rule }) => rule)
    .filter((rule) => rule !== 'never-seen' && rule !== 'request-id-repeated');
  const breaks = rules.some((rule) => ruleClasses[rule] === 'breaking');
  const doubts = [
    ...(fits === breaks
      ? [`is said to ${breaks ? 'break' : 'fit'} the contract, and ajv says otherwise`]
      : []),
    ...(isDocumented === rules.length > 0 ? ['has other news than ajv sees'] : []),
  ];
  return doubts.map((doubt) => `${describeMutant(mutant)}: ${doubt}`);
}

const answerRules: readonly Expected['rule'][] = [
  'undocumented-field',
  'missing-field',
  'never-seen',
  'type-changed',
  'unlisted-word',
  'out-of-range',
  'envelope-broken',
  'request-id-repeated',
];

function readBody({ answerBody = '' }: Exchange): unknown {
  try {
    return JSON.parse(answerBody);
  } catch {
    return undefined;
  }
}

export function fitsSchema({ generation }: Spec, pointer: string, value: unknown): boolean {
  return compileAt(asWritten[generation], pointer)(value);
}

/** Validators that this package does not use otherwise, of the contract and of the contract without its leniency. */
const asWritten = { v1: createAjv(specs.v1.openapi), v4: createAjv(specs.v4.openapi) };
const closed = { v1: createAjv(closedDocument(specs.v1)), v4: createAjv(closedDocument(specs.v4)) };

function createAjv(document: object): Ajv2020 {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema({ ...document }, 'contract');
  return ajv;
}

const compiled = new Map<Ajv2020, Map<string, ValidateFunction>>();

function compileAt(ajv: Ajv2020, pointer: string): ValidateFunction {
  const known = compiled.get(ajv) ?? new Map<string, ValidateFunction>();
  compiled.set(ajv, known);
  const validator = known.get(pointer) ?? ajv.compile({ $ref: `contract${pointer}` });
  known.set(pointer, validator);
  return validator;
}

function getValidator(kind: 'asWritten' | 'closed', { spec, post }: Operation): ValidateFunction {
  const ajv = (kind === 'closed' ? closed : asWritten)[spec.generation];
  return compileAt(ajv, `${post}/responses/200/content/application~1json/schema`);
}

/** The contract without its leniency: objects hold what is described, and words are those of the lists. */
function closedDocument({ openapi }: Spec): object {
  const schemas: Readonly<Record<string, unknown>> = openapi.components.schemas;
  const text = JSON.stringify(openapi, (_, value: unknown) => {
    if (!isObject(value)) return value;
    const { type, additionalProperties, anyOf } = value;
    if (type === 'object' && additionalProperties === undefined) {
      return { ...value, additionalProperties: false };
    }
    if (!Array.isArray(anyOf)) return value;
    // A list and "any string" beside it: only the list is left.
    const narrow = anyOf.filter((form) => !isAnyString(form));
    const isList = narrow.length < anyOf.length && narrow.some((form) => isWordList(form, schemas));
    return isList ? { ...value, anyOf: narrow } : value;
  });
  return JSON.parse(text);
}

function isAnyString(form: unknown): boolean {
  return isObject(form) && form.type === 'string' && !form.enum && !form.pattern;
}

function isWordList(form: unknown, schemas: Readonly<Record<string, unknown>>): boolean {
  if (!isObject(form) || typeof form.$ref !== 'string') return false;
  const schema = schemas[form.$ref.slice(form.$ref.lastIndexOf('/') + 1)];
  if (!isObject(schema)) return false;
  const { anyOf } = schema;
  return (
    schema.enum !== undefined ||
    (Array.isArray(anyOf) && anyOf.every((option) => isWordList(option, schemas)))
  );
}
