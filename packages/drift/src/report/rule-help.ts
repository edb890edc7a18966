import type { RuleId } from '../findings/finding.ts';
import { announcedEnd } from '../rules/announced-end.ts';
import { mismatch } from '../rules/mismatch.ts';
import { refusedValidBody } from '../rules/refused-valid-body.ts';
import { timeInMilliseconds } from '../rules/time-in-milliseconds.ts';

/** What a rule is about in general, for readers that meet it for the first time. */
export interface RuleHelp {
  /** A few words. */
  readonly title: string;
  /** What the rule compares, and what to do when it finds something. */
  readonly text: string;
}

/** Every rule in words. What one finding of it means stands in the finding. */
export const ruleHelp: Readonly<Record<RuleId, RuleHelp>> = {
  'undocumented-field': {
    title: 'Undocumented field',
    text: 'An answer has a field that the contract does not describe. Describe it, so that users get its type.',
  },
  'missing-field': {
    title: 'Missing required field',
    text: 'An answer lacks a field that the contract requires. Code that relies on it fails; make it optional if the vendor means it.',
  },
  'never-seen': {
    title: 'Field never seen',
    text: 'None of the exchanges had a field that the contract describes as optional. It may be gone, or there was no occasion for it.',
  },
  'type-changed': {
    title: 'Type changed',
    text: 'A value has a type that the contract does not allow there. Decide which type readers get, then change the contract.',
  },
  'unlisted-word': {
    title: 'Word outside its list',
    text: 'A value is none of the words that the contract lists. Add it to the list.',
  },
  'out-of-range': {
    title: 'Value out of range',
    text: 'A value breaks a range, a length or a pattern of the contract. Find out what it means, then widen the statement.',
  },
  'new-error-code': {
    title: 'New error code',
    text: 'The vendor refused with an error code that is not documented for the operation. Add it to errors.yaml.',
  },
  'status-changed': {
    title: 'HTTP status changed',
    text: 'An answer came with another HTTP status than the contract states. If it lasts, contract and client must learn it.',
  },
  'content-type-changed': {
    title: 'Content type changed',
    text: 'An answer came with another content type than the contract states. If it lasts, state it.',
  },
  'envelope-broken': {
    title: 'Envelope broken',
    text: 'The members that every answer has are missing or unreadable, so that success and failure cannot be told apart.',
  },
  'undocumented-operation': {
    title: 'Undocumented operation',
    text: 'The service answers at a path that is no operation of the contract. Look for its page and describe it.',
  },
  'accepted-request': {
    title: 'Wrong request accepted',
    text: 'The vendor accepted a request that the contract says is refused. Loosen the statement if that is how it is.',
  },
  'refused-request': {
    title: 'Right request refused',
    text: 'The vendor refused a request that the contract allows. Find the part that is refused, and state it.',
  },
  'refused-otherwise': {
    title: 'Refused with another code',
    text: 'A mistake was refused, but with an error code that the contract does not name for it.',
  },
  'rate-limit-lower': {
    title: 'Rate limit lower than documented',
    text: 'Requests were refused for their rate although fewer were sent than the contract allows. Measure the rate, then lower it in the contract.',
  },
  'slow-answer': {
    title: 'Slow answer',
    text: 'An answer took longer than the documented time. Watch it; raise the time in the contract if it lasts.',
  },
  'page-missing': {
    title: "Page of the vendor's documents missing",
    text: 'A page that statements of the contract rest on is gone. Find where it went, and name the new address in sources.yaml.',
  },
  'page-moved': {
    title: "Page of the vendor's documents moved",
    text: 'A page has another address than sources.yaml names. Check that it is the same page, and write down the new address.',
  },
  'page-unreadable': {
    title: "Page of the vendor's documents unreadable",
    text: 'A page came, but the facts that were read from it before are not found any more. Read it by eye: what it says may have changed.',
  },
  'document-host': {
    title: 'Documented host changed',
    text: 'The documents name another host than the contract or the last run. Change it in the contract.',
  },
  'document-path': {
    title: 'Documented path changed',
    text: 'The documents name another path than the contract or the last run. Change it in the contract.',
  },
  'document-parameter': {
    title: 'Documented parameter changed',
    text: 'A parameter in the documents differs from the contract or the last run. Compare the page with the contract.',
  },
  'document-identifier': {
    title: 'Documented identifier changed',
    text: 'The identifier in the samples of the documents differs from the contract or the last run. Compare the page with the contract.',
  },
  'document-field': {
    title: 'Documented field changed',
    text: 'A field in the documents differs from the contract or the last run: its name, its type, or whether it is required.',
  },
  'document-word': {
    title: 'Documented word changed',
    text: 'The words that the documents allow for a value differ from the contract or the last run.',
  },
  'document-code': {
    title: 'Documented error code changed',
    text: 'The error codes in the documents differ from the contract or the last run. Change errors.yaml.',
  },
  'document-rate-limit': {
    title: 'Documented rate limit changed',
    text: 'The documents state another rate limit than the contract or the last run. The client keeps the one in the contract.',
  },
  'document-command': {
    title: 'Documented command changed',
    text: 'A command word in the documents differs from the contract or the last run. Receivers of webhooks look at it.',
  },
  'check-stale': {
    title: 'Not checked for too long',
    text: 'Checks have failed for longer than the set time, so that drift would go unnoticed. Repair the check.',
  },
  [refusedValidBody.id]: refusedValidBody.help,
  [announcedEnd.id]: announcedEnd.help,
  [mismatch.id]: mismatch.help,
  [timeInMilliseconds.id]: timeInMilliseconds.help,
};
