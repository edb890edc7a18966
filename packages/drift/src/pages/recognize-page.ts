import type { SourcePage } from '@trtc-call/spec/v1/sources';
import type { Contract } from '../contract/contract.ts';
import type { ExpectedFacts } from './expected-facts.ts';
import type { PageFormat } from './page-blocks.ts';
import type { PageFacts, PageReading } from './page-facts.ts';

/** What came instead of the page, in a few fixed words such as `log-in page`. Undefined: it is the page. */
type Instead = string | undefined;

/** A text that a site sent, or that was saved, as the page. */
interface Arrived {
  readonly text: string;
  readonly format: PageFormat;
}

/** Beyond it a text is not searched: what tells what a page is stands at its beginning, or at its end. */
const searched = 200_000;

const challenge =
  /^(just a moment|attention required|checking your browser|verif(y|ying) (that )?you are human|security (check|verification)|access denied|安全验证|访问验证|人机验证|请稍候)/i;
const logIn =
  /^(log ?in|sign ?in|登录|登入|ログイン|サインイン|войти|вход)\b|[-|–:] ?(log ?in|sign ?in|登录)$/i;

/** Recognizes what sites put before their pages, by its title alone: any page may speak of logging in. */
export function recognizeGate(text: string, format: PageFormat): Instead {
  const titles = listTitles({ text: text.slice(0, searched), format });
  if (titles.some((title) => challenge.test(title))) return 'challenge for browsers';
  return titles.some((title) => logIn.test(title)) ? 'log-in page' : undefined;
}

function listTitles({ text, format }: Arrived): string[] {
  const found =
    format === 'markdown'
      ? [/^# (.{1,200})$/m.exec(text)?.[1]]
      : [/<title[^>]{0,200}>([^<]{1,300})</i, /<h1[^>]{0,200}>([^<]{1,300})</i].map(
          (pattern) => pattern.exec(text)?.[1],
        );
  return found.flatMap((title) => title?.trim() ?? []);
}

export interface Recognition {
  readonly page: SourcePage;
  readonly arrived: Arrived;
  readonly reading: PageReading;
  readonly expected: ExpectedFacts;
  readonly contract: Pick<Contract, 'operations'>;
  /** What the page said the last time. */
  readonly before: PageFacts | undefined;
  /** The page that had the same text. */
  readonly twin: string | undefined;
}

// Tells what came instead of a page. Nothing is known then of what the page states: what it lacks is not a statement of
// the vendor's.
export function recognizePage(recognition: Recognition): Instead {
  const { page, arrived, reading, twin } = recognition;
  const gate = recognizeGate(arrived.text, arrived.format);
  if (gate !== undefined) return gate;
  if (reading.isMissing) return 'page that says "not found"';
  const other = readOwnId(arrived);
  if (other !== undefined && other !== page.id) return `page ${other}`;
  const language = readLanguage(arrived);
  if (language !== undefined) return `page in another language (${language})`;
  if (twin !== undefined) return `text of page ${twin}, too`;
  if (isOtherOperation(recognition)) return 'page of another operation';
  if (!hasOwnFacts(recognition)) {
    return /type=["']?password/i.test(arrived.text.slice(0, searched))
      ? 'log-in page'
      : 'page without its facts';
  }
  return undefined;
}

/** The id that a page has by its own words: the last line of the vendor's Markdown, the canonical address of HTML. */
function readOwnId({ text, format }: Arrived): number | undefined {
  const line =
    format === 'markdown'
      ? /^\*Source: \[[^\]\n]{1,300}/m.exec(text.slice(-2000))?.[0]
      : /<link\b[^>]{0,300}\brel=["']?canonical\b[^>]{0,500}/i.exec(text.slice(0, searched))?.[0];
  const id = /\/document\/(?:product\/\d{1,6}\/)?(\d{1,9})\b/.exec(line ?? '')?.[1];
  return id === undefined ? undefined : Number(id);
}

const readLanguages: ReadonlySet<string> = new Set(['en', 'zh', 'ja', 'ru']);

/** @returns a language that pages cannot be read in */
function readLanguage({ text, format }: Arrived): string | undefined {
  const head = text.slice(0, searched);
  const stated =
    format === 'html' ? /<html\b[^>]{0,300}\blang=["']?([a-z]{2,3})\b/i.exec(head)?.[1] : undefined;
  if (stated !== undefined) return readLanguages.has(stated.toLowerCase()) ? undefined : stated.toLowerCase();
  const letters = head.match(/\p{L}/gu)?.length ?? 0;
  for (const [language, letter] of otherScripts) {
    if ((head.match(letter)?.length ?? 0) * 4 > letters) return language;
  }
  return undefined;
}

const otherScripts = [
  ['ko', /\p{Script=Hangul}/gu],
  ['th', /\p{Script=Thai}/gu],
  ['ar', /\p{Script=Arabic}/gu],
] as const;

/** The path of its operation is not on it, and that of another one is. */
function isOtherOperation({ page, reading, expected, contract }: Recognition): boolean {
  if (page.path === undefined) return false;
  const known = new Set(page.known?.map(({ fact }) => fact));
  const paths = [...reading.facts.keys()].filter((key) => key.startsWith('path/') && !known.has(key));
  const isOwn = (key: string) => expected.get(key)?.isRequired === true;
  return !paths.some(isOwn) && paths.some((key) => contract.operations.has(key.slice('path'.length)));
}

/** Anything that the contract expects of it, or that it stated the last time. */
function hasOwnFacts({ reading: { facts }, expected, before }: Recognition): boolean {
  const own = [...facts.keys()].filter((key) => key !== 'updated');
  const required = [...expected].filter(([, { isRequired }]) => isRequired).map(([key]) => key);
  if (required.length === 0 && before === undefined) return own.length > 0;
  const wanted = new Set([...required, ...(before?.keys() ?? [])]);
  return own.some((key) => wanted.has(key));
}
