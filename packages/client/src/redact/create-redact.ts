import { checkNames } from '../check-options.ts';
import { asValue, escapeLetter, type Known, listForms, prepareSecret } from './find-known.ts';
import type { Redact } from './letters.ts';
import { type CredentialPattern, createPatternRedact, credentialPatterns } from './pattern-redact.ts';

/** What is taken out beside UserSigs, keys and whatever looks like them. */
export interface RedactOptions {
  /** Texts that must not be written, such as the secret key. Default: none. */
  readonly secrets?: readonly string[] | undefined;
  /**
   * Accounts that must not be written, wherever one is a word of its own. One of fewer than four bytes is taken out only
   * where it is a value by itself: in a query, in a path or between quotes. Default: none.
   */
  readonly identifiers?: readonly string[] | undefined;
  /** Whether the account that calls is taken out of the query. Default: `false`. */
  readonly redactIdentifier?: boolean | undefined;
}

export const redactOptionNames: readonly (keyof RedactOptions)[] = [
  'secrets',
  'identifiers',
  'redactIdentifier',
];

/** Makes a function that takes secrets out of text. @throws ArgumentError for an option that does not exist. */
export function createRedact(options: RedactOptions = {}): Redact {
  checkNames('createRedact', 'options', options, redactOptionNames);
  return createPatternRedact(prepareKnown(options), choosePatterns(options));
}

function prepareKnown({ secrets = [], identifiers = [] }: RedactOptions): Known[] {
  return [...secrets.flatMap(prepareSecret), ...identifiers.flatMap(prepareIdentifier)];
}

function choosePatterns({ redactIdentifier = false }: RedactOptions): readonly CredentialPattern[] {
  return redactIdentifier ? [...credentialPatterns, identifierInQuery] : credentialPatterns;
}

/** The account that calls, in a query. */
const identifierInQuery: CredentialPattern = { pattern: /[?&]identifier=([^&#\s"'<>]+)/gi };

/** A shorter one, in bytes, is taken out where it is a value by itself: it is a word of people. */
const shortestIdentifier = 4;

function prepareIdentifier(identifier: string): Known[] {
  return listForms(identifier).map((form) => ({ length: form.length, word: findIdentifier(form) }));
}

function findIdentifier(text: string): RegExp {
  const pattern = Array.from(text, (letter) => (/[+ ]/.test(letter) ? '[+ ]' : escapeLetter(letter))).join(
    '',
  );
  const isNumber = /^\d+$/.test(text);
  const isShort = new TextEncoder().encode(text).length < shortestIdentifier;
  if (isShort || isNumber) return new RegExp(asValue(pattern, text, !isShort), 'gi');
  const before = /^[a-z\d]/i.test(text) ? '(?<![a-z\\d])' : '';
  const after = /[a-z\d]$/i.test(text) ? '(?![a-z\\d])' : '';
  return new RegExp(before + pattern + after, 'gi');
}

/** Takes secrets out of text, those of the requests that it was shown among them. */
export interface RequestRedact {
  readonly redact: Redact;
  /** Remembers the UserSig in the URL of a request, and the account, where that is to be taken out. */
  readonly learn: (url: string) => void;
}

/** Requests that answers may still speak of. */
const mostRemembered = 32;
/** A shorter one was made to be refused. */
const shortestUserSig = 20;

/** Makes a `RequestRedact`. A UserSig that is known is found in part, too. */
export function createRequestRedact(options: RedactOptions = {}): RequestRedact {
  checkNames('createRequestRedact', 'options', options, redactOptionNames);
  const given = prepareKnown(options);
  const patterns = choosePatterns(options);
  const userSigs = new Map<string, Known[]>();
  const accounts = new Map<string, Known[]>();
  const make = () =>
    createPatternRedact([...given, ...[...userSigs.values(), ...accounts.values()].flat()], patterns);
  let made: Redact | undefined;
  const remember = (values: Map<string, Known[]>, value: string, prepare: (value: string) => Known[]) => {
    if (values.has(value)) return;
    values.set(value, prepare(value));
    const [oldest] = values.keys();
    if (values.size > mostRemembered && oldest !== undefined) values.delete(oldest);
    made = undefined;
  };
  return {
    redact(text) {
      made ??= make();
      return made(text);
    },
    learn(url) {
      const query = new URLSearchParams(url.split('#')[0]?.split('?').slice(1).join('?'));
      for (const userSig of query.getAll('usersig')) {
        if (userSig.length >= shortestUserSig) remember(userSigs, userSig, prepareSecret);
      }
      if (!options.redactIdentifier) return;
      for (const identifier of query.getAll('identifier')) remember(accounts, identifier, prepareIdentifier);
    },
  };
}
