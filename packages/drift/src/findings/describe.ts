import { rules } from '../rules/rules.ts';
import type { Evidence } from './evidence.ts';
import type { FindingClass, RuleId } from './finding.ts';

/** What is said of a difference. */
export interface Description {
  readonly class: FindingClass;
  /** What was seen, in one sentence without its end. */
  readonly title: string;
  /** What it means for the users of the client. */
  readonly meaning: string;
  /** What a person may do about the contract, where nothing can be done by itself. */
  readonly advice: string;
}

type Describe = (evidence: Evidence) => Description;

/** The rules that exchanges are judged by; those of documents are described where documents are read. */
type ExchangeRule = Exclude<
  RuleId,
  `document-${string}` | `page-${string}` | 'check-stale' | (typeof rules)[number]['id']
>;

/** What is said of a difference that an exchange showed. */
export function describe(evidence: Evidence): Description {
  const { rule } = evidence.fingerprint;
  const own = rules.find(({ id }) => id === rule);
  if (own) return { ...own, title: own.title(evidence) };
  const known = Object.keys(descriptions).find((name): name is ExchangeRule => name === rule);
  if (known) return descriptions[known](evidence);
  throw new TypeError(`${rule} is no rule for exchanges: describe it in describe.ts.`);
}

/** What each rule says. */
const descriptions: Readonly<Record<ExchangeRule, Describe>> = {
  'undocumented-field': ({ fingerprint: { subject, pointer, after } }) => ({
    class: 'additive',
    title: `${subject} answers with a field that is in no contract: ${pointer} (${after})`,
    meaning:
      'Nothing breaks. The field is in the answers that users get, but not in their types, until the contract has it.',
    advice: 'Look at what the field holds, and add it to the contract as an optional field.',
  }),
  'missing-field': ({ fingerprint: { subject, pointer, before } }) => ({
    class: 'breaking',
    title: `${subject} answers without ${pointer} (${before}), which the contract requires`,
    meaning:
      'Types promise a value that is not there: code that reads it fails, and with `validate: "strict"` the call fails.',
    advice: 'Make the field optional in the contract, if the vendor means it.',
  }),
  'never-seen': ({ fingerprint: { subject, pointer } }) => ({
    class: 'informational',
    title: `${subject} never answered with ${pointer}, which the contract describes`,
    meaning:
      'Nothing breaks, for nothing promises it. It may be gone, or these exchanges had no occasion for it.',
    advice: 'Record calls that should have it. If it stays away, ask the vendor.',
  }),
  'type-changed': ({ fingerprint: { subject, pointer, before, after } }) => ({
    class: 'breaking',
    title: `${subject} answers with ${after} at ${pointer || 'the whole body'}, where the contract has ${before}`,
    meaning: 'Types are wrong: code that computes with the value does something else, or fails.',
    advice: `Decide what readers shall get, then let the contract take ${after} too, and the client turn it into one type.`,
  }),
  'unlisted-word': ({ fingerprint: { subject, pointer, after } }) => ({
    class: 'additive',
    title: `${subject} answers with the word "${after}" at ${pointer}, which no list has`,
    meaning: 'Types let it through. Code that distinguishes the words needs a branch for it.',
    advice: 'Add the word to the list in the contract.',
  }),
  'out-of-range': ({ fingerprint: { subject, pointer, before } }) => ({
    class: 'breaking',
    title: `${subject} answers with a value at ${pointer} that is outside ${before}`,
    meaning: 'The type is right, the promise about it is not: code that relies on the bounds fails.',
    advice: 'Find out what the value means, then widen the bounds in the contract.',
  }),
  'new-error-code': ({ fingerprint: { subject, after } }) => ({
    class: 'additive',
    title: `${subject} refuses with error code ${after}, which is not documented for it`,
    meaning:
      'The client hands it on as an unknown refusal. Code that distinguishes codes needs a branch for it.',
    advice: 'Add the code to errors.yaml, with its meaning once it is known.',
  }),
  'status-changed': ({ fingerprint: { subject, before, after } }) => ({
    class: 'breaking',
    title: `${subject} answers with HTTP status ${after} instead of ${before}`,
    meaning: 'The client takes it for a failed connection (HttpStatusError) and does not read the outcome.',
    advice: 'If it is not a passing disturbance, the contract and the client must learn the status.',
  }),
  'content-type-changed': ({ fingerprint: { subject, before, after } }) => ({
    class: 'informational',
    title: `${subject} answers with Content-Type ${after} instead of ${before}`,
    meaning: 'The client reads the body all the same; programs that look at the header may not.',
    advice: 'If it stays, state the type in the contract.',
  }),
  'envelope-broken': ({ fingerprint: { subject, pointer, before, after } }) => ({
    class: 'breaking',
    title: `${subject} answers without a readable outcome: ${pointer || 'the body'} is ${after || 'missing'}, not ${before}`,
    meaning: 'Success cannot be told from failure: every such call fails with a ContractError.',
    advice: 'Look at the whole answer. If it is no passing disturbance, the envelope has changed.',
  }),
  'undocumented-operation': ({ fingerprint: { subject } }) => ({
    class: 'additive',
    title: `The service answers at ${subject}, which is no operation of the contract`,
    meaning: 'Nothing breaks. There is something that users cannot call with the client yet.',
    advice: "Look for the operation's page, and describe it in the contract.",
  }),
  'accepted-request': ({ fingerprint: { subject, pointer, before } }) => ({
    class: 'informational',
    title: `${subject} accepts a request that the contract says is refused: ${before} at ${pointer}`,
    meaning:
      'Nothing breaks. The service checks less than the contract says, so that mistakes may pass unnoticed.',
    advice: 'Loosen the level of the mistake in errors.yaml, or state what the service does with it.',
  }),
  'refused-request': ({ fingerprint: { subject, after } }) => ({
    class: 'breaking',
    title: `${subject} refuses a request that the contract allows, with error code ${after}`,
    meaning:
      'Calls that were right are refused now: something that used to be allowed, or optional, is not any more.',
    advice: 'Find out which part of the request is refused, and state it in the contract.',
  }),
  'refused-otherwise': ({ fingerprint: { subject, pointer, before, after }, must }) => ({
    class: must ? 'breaking' : 'informational',
    title: `${subject} refuses a mistake at ${pointer} with error code ${after}; the contract has ${before}`,
    meaning: 'Code that tells refusals apart by their codes takes this one for another.',
    advice: 'Add the code to those that are allowed for the mistake in errors.yaml.',
  }),
  'rate-limit-lower': ({ fingerprint: { subject, before } }) => ({
    class: 'breaking',
    title: `${subject} refuses for its rate although fewer requests than ${before} were sent`,
    meaning:
      "The client's limiter lets more through than the service takes: calls wait, are retried, or fail.",
    advice: 'Measure the rate with `--exhaust-rate-limit`, then lower x-rate-limit in the contract.',
  }),
  'slow-answer': ({ fingerprint: { subject, before } }) => ({
    class: 'informational',
    title: `${subject} answers later than the documented ${before}`,
    meaning: 'A client whose timeout is near the documented one loses answers; the default is longer.',
    advice: 'If it stays, raise backendTimeout in the contract.',
  }),
};
