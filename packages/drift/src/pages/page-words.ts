/** What a column of a table holds. */
export type ColumnKind = 'name' | 'type' | 'required' | 'description' | 'code';

// English, Chinese, Japanese and Russian, as the vendor's pages head their tables.
const columns: readonly (readonly [ColumnKind, RegExp])[] = [
  [
    'code',
    /^(error |return |status )?code$|^error ?codes?$|错误码|错误代码|返回码|エラーコード|戻りコード|код ошибки|^код$/i,
  ],
  ['required', /required|mandatory|^attribute$|必填|必选|必须|必須|必要|選択|属性|обязател/i],
  ['type', /^(data |field |value )?type$|类型|型$|タイプ|データ型|^тип/i],
  [
    'name',
    /^(field|parameter|param|name|member|property)s?( name)?$|字段|参数|名称|フィールド|パラメータ|パラメーター|項目|名前|^поле|^поля|параметр|^имя|^назван/i,
  ],
  [
    'description',
    /description|overview|meaning|remark|note|value|说明|描述|含义|备注|取值|説明|意味|内容|備考|値|概要|описани|значени|примечан/i,
  ],
];

/** A longer text explains. */
const longestHeading = 40;

/** What a heading of a column says, if it is one that is known. */
export function readColumnKind(heading: string): ColumnKind | undefined {
  if (heading.length > longestHeading) return undefined;
  return columns.find(([, words]) => words.test(heading.trim()))?.[0];
}

const types: readonly (readonly [string, RegExp])[] = [
  ['array', /^(array|list)\b|\[\]$|^数组|^列表|^配列|^リスト|^массив|^список/i],
  ['number', /^(double|float|decimal|real)(\d+)?\b|^浮点|^小数|^浮動|^дробн/i],
  ['integer', /^(unsigned )?(u?int(eger)?|long|short|number)(\d+)?\b|^整型|^整数|^数字|^数値|^цел|^числ/i],
  ['boolean', /^bool(ean)?\b|^布尔|^ブール|^真偽|^булев|^логич/i],
  ['object', /^(object|json|map|struct(ure)?|dict)\b|^对象|^结构|^オブジェクト|^構造|^объект|^структур/i],
  ['string', /^str(ing)?\b|^text$|^字符串|^字符|^文字列|^строк/i],
];

// The types of a cell as JSON Schema names them, those of a list with what it holds (`array<string>`); else the page's
// own word in lower case; none for a cell that names no type.
export function readTypeNames(cell: string): string[] {
  const text = cell.trim();
  const list = readListType(text);
  if (list !== undefined) return [list];
  const known = text
    .replaceAll(/<[^<>]*>|[(（][^()（）]*[)）]/g, '')
    .split(/\s*(?:[/,、|]|\bor\b|或|または|или)\s*/i)
    .flatMap((part) => findType(part) ?? []);
  if (known.length > 0) return [...new Set(known)].sort();
  return /^\p{L}[\p{L}\d]{0,30}$/u.test(text) ? [text.toLowerCase()] : [];
}

function findType(text: string): string | undefined {
  return types.find(([, words]) => words.test(text.trim()))?.[0];
}

/** `Array of Objects`, `Array<String>`, `Integer[]`. */
function readListType(text: string): string | undefined {
  const { item = '' } =
    /^(?:array|list)(?:\s+of\s+|\s?[<[(（]\s?)(?<item>\p{L}+)|^(?<item>\p{L}+)\[\]$/iu.exec(text)?.groups ??
    {};
  const type = findType(item.replace(/s$/i, ''));
  return type === undefined ? undefined : `array<${type}>`;
}

export function isTypeName(cell: string): boolean {
  return findType(cell) !== undefined;
}

const mayLack =
  /^(?:no|n|optional|false)\b|^not (?:required|mandatory)|^(?:否|选填|可选|非必[填须]?|任意|いいえ|不要|×|✗|✕|нет|необяз\p{L}*|опцион\p{L}*)/iu;
const mustHave =
  /^(?:yes|y|required|mandatory|true|must)\b|^(?:是|必填|必选|必须|必須|必要|はい|○|◯|✓|✔|√|да$|обяз\p{L}*)/iu;
const saysMust = /(?<!not )\b(?:required|mandatory)\b|(?<!非)(?:必填|必须|必須)|(?<!не)обязател/i;
const saysMay = /\boptional\b|选填|可选|任意|необязател/i;

/** Whether a cell says that something must be given; undefined where it says neither, or both, as with a day of change. */
export function readRequired(cell: string): boolean | undefined {
  const text = cell.trim();
  const [may, must] = [mayLack.exec(text)?.[0], mustHave.exec(text)?.[0]];
  if (may !== undefined) return saysMust.test(text.slice(may.length)) ? undefined : false;
  return must === undefined || saysMay.test(text.slice(must.length)) ? undefined : true;
}

/** Which side a table or a sample belongs to. */
export type Section = 'request' | 'answer' | 'webhook';

const sections: readonly (readonly [Section, RegExp])[] = [
  ['answer', /response|return|reply|应答|响应|返回|回包|レスポンス|応答|戻り|ответ/i],
  ['request', /request|input|请求|入参|リクエスト|要求|入力|запрос/i],
];

export function readSection(heading: string): Section | undefined {
  return sections.find(([, words]) => words.test(heading))?.[0];
}

/** Whether a heading is about how often an operation may be called. */
export function isAboutRate(heading: string): boolean {
  return /frequenc|rate limit|频率|頻度|частот/i.test(heading);
}

const units: readonly (readonly [string, number, string])[] = [
  ['milliseconds', 0.001, 'milliseconds?|ms|毫秒|ミリ秒|мс'],
  ['seconds', 1, 'seconds?|secs?|s|秒钟?|секунд[аыу]?|сек|с'],
  ['minutes', 60, 'minutes?|mins?|分钟?|分|минут[аыу]?|мин'],
  ['hours', 3600, 'hours?|小时|時間|час(?:а|ов)?'],
  ['days', 86_400, 'days?|天|日間?|дн(?:ей|я)|день'],
  ['bytes', 0, 'bytes?|字节|バイト|байта?'],
  ['characters', 0, 'characters?|chars?|字符|文字|символ(?:а|ов)?'],
];
const anyUnit = units.map(([, , words]) => words).join('|');

function findUnit(word: string) {
  return units.find(([, , words]) => new RegExp(`^(?:${words})$`, 'i').test(word));
}

/** A number with its unit as facts have it, such as `7 days`; the number alone where no unit stands behind it. */
export function readQuantity(number: string, word = ''): string {
  const unit = findUnit(word)?.[0];
  const value = number.replaceAll(',', '');
  return unit === undefined ? value : `${value} ${unit}`;
}

/** A number, and the unit behind it; `(?<n>…)` and `(?<u>…)`. */
export const quantity = `(?<n>\\d[\\d,]{0,19})\\s?(?<u>${anyUnit})?(?![\\p{Script=Latin}\\p{Script=Cyrillic}\\d])`;

/** A rate of calls, and whether it is said to be that of trial apps. */
export interface Rate {
  /** Requests a second, such as `200`, or within some seconds: `600/60`. */
  readonly rate: string;
  readonly isTrial: boolean;
}

const time = units
  .slice(1, 5)
  .map(([, , words]) => words)
  .join('|');
const amount = '(?<![\\d,.])(?<n>\\d[\\d,]{0,15})';
const span = `(?:any|one|each)?\\s*(?<p>\\d{1,5})?\\s*-?(?<u>${time})(?![\\p{L}\\d])`;
const called = '(?:times?|calls?|requests?|quer(?:y|ies)|раза?|запрос(?:а|ов)?|вызов(?:а|ов)?)';
const ratePatterns = [
  `${amount}(?:\\s+(?!(?:${time})\\b)\\p{L}{1,20}){0,3}\\s*(?:per|\\/|\\b(?:a|each|every))\\s*${span}`,
  `${amount}\\s*${called}?\\s*(?:\\b(?:in|within)|в)\\s*${span}`,
  `${amount}\\s*(?:[qrt]ps\\b|[次回]\\s*[/每毎]?\\s*(?<p>\\d{1,5})?\\s*(?<u>秒|分钟|分|小时|時間|天|日))`,
  `(?:每|毎|1\\s?)(?<u>秒钟?|分钟?|小时|時間|天|日)(?:あたり|間に)?[^\\d\\n]{0,12}(?<n>\\d[\\d,]{0,15})`,
  `\\b(?:[qrt]ps\\b|(?:per|a|each|every|within(?: one)?) (?<u>second|minute|hour))[^\\d\\n]{0,20}(?<n>\\d[\\d,]{0,15})`,
].map((pattern) => new RegExp(pattern, 'iu'));
/** What is repeated or waited for is not a rate. */
const noRate = /retr|time-?out|failed|重试|超时|再試行|リトライ|повтор/i;
const trial = /trial|体验|试用|体験|試用|トライアル|お試し|пробн/i;

/** How often an operation may be called, as a sentence says it. */
export function readRates(text: string): Rate[] {
  // What stands in brackets is another rate, or the second half of this one.
  const clauses = text
    .replaceAll(/[(（]\s?(?=(?:per|every|each)\b)/gi, ' ')
    .split(/[;；。()（）]|[,，、.]\s(?!at most|up to|no more)|[，、]/i);
  return clauses.flatMap((clause) => {
    if (noRate.test(clause)) return [];
    const found = ratePatterns.map((pattern) => pattern.exec(clause)).find((match) => match !== null);
    const { n, p = '1', u = 's' } = found?.groups ?? {};
    if (n === undefined) return [];
    const seconds = Number(p) * (findUnit(u)?.[1] ?? 1);
    return [{ rate: writeRate(Number(n.replaceAll(',', '')), seconds), isTrial: trial.test(clause) }];
  });
}

/** A rate as facts have it. */
export function writeRate(requests: number, seconds: number): string {
  return seconds === 1 ? `${requests}` : `${requests}/${seconds}`;
}

const waits = new RegExp(
  `\\d{1,5}\\s?(?:${time})?(?:(?:\\s*[,、/]\\s*(?:and\\s)?|\\sand\\s)\\d{1,5}\\s?(?:${time})?)+(?![\\p{L}\\d])`,
  'giu',
);
const wait = new RegExp(`(\\d+)\\s?(${time})?`, 'giu');

/** The waits that a text lists, in seconds: of each list one string. The last unit is that of those without one. */
export function readWaits(text: string): string[] {
  return [...text.matchAll(waits)].flatMap(([list]) => {
    const parts = [...list.matchAll(wait)];
    const last = parts.at(-1)?.[2];
    if (last === undefined) return [];
    return [parts.map(([, n, unit = last]) => Number(n) * (findUnit(unit)?.[1] ?? 1)).join(' ')];
  });
}

const months =
  'jan feb mar apr may jun jul aug sep oct nov dec янв фев мар апр мая июн июл авг сен окт ноя дек'.split(
    ' ',
  );
const dates = [
  /(?<y>\d{4})\s*[-/.年]\s*(?<m>\d{1,2})\s*[-/.月]\s*(?<d>\d{1,2})/,
  /(?<word>[a-z]{3})[a-z]{0,7}\.? (?<d>\d{1,2})(?:st|nd|rd|th)?,? (?<y>\d{4})/i,
  /(?<d>\d{1,2})(?:st|nd|rd|th)? (?<word>[a-zа-я]{3})[a-zа-я]{0,7}\.?,? (?<y>\d{4})/i,
  /(?<d>\d{1,2})\.(?<m>\d{1,2})\.(?<y>\d{4})/,
];

/** The first day that a text names, as YYYY-MM-DD. */
export function readDate(text: string): string | undefined {
  for (const pattern of dates) {
    const { y = '', m, word = '', d = '' } = pattern.exec(text)?.groups ?? {};
    const month = m ?? String((months.indexOf(word.toLowerCase()) % 12) + 1);
    if (y !== '' && month !== '0') return `${y}-${month.padStart(2, '0')}-${d.padStart(2, '0')}`;
  }
  return undefined;
}

/** The day on which a page says that it was changed, as YYYY-MM-DD. */
export function readUpdated(text: string): string | undefined {
  return /(?:last )?(?:updated|modified)|更新时间|最近更新|最后更新|更新日|最終更新|обновлен/i.test(text)
    ? readDate(text)
    : undefined;
}

const endWords =
  /deprecat|discontinu|shut(?:ting)? ?down|decommission|retired|sunset|obsolete|end[- ]of[- ]life|下线|停止|停用|停服|废弃|弃用|廃止|終了|非推奨|устарел|прекращ|отключ/i;
const ended =
  'deprecated|discontinued|shut ?down|decommissioned|retired|sunset|withdrawn|terminated|taken offline|switched off|phased out|obsoleted?|end[- ]of[- ](?:life|support|service)|scheduled for (?:removal|shutdown|retirement)';
const gap = (words: string) => `(?:(?!${words})[^.;!?。；]){0,60}?`;
const otherClause =
  '\\b(?:that|which|who|whose|if|when|where|unless|whether|while|because|returns?|has|have|with|of)\\b';
const things =
  '(?:apis?|interfaces?|operation|endpoint|page|document|webhooks?|callbacks?|version|service)\\b';
const own = `(?<!\\b(?:old|older|previous|former|legacy|other)\\b[^.;]{0,30})(?:\\b(?:this|these|the)\\s+(?:(?!old|older|previous|former|legacy|deprecated|other|client)[\\w-]+\\s+){0,3}?${things}|\\b(?:REST(?:ful)?|v\\d) APIs?(?: v\\d)?\\b)`;
const adverbs = '(?:(?:now|already|also|being|\\w+ly)\\s+){0,2}';
const day = '(?=[^.;]{0,40}\\d{4})';
/** Of its own interface: what a page warns of about others, such as old clients, stands in a clause of its own. */
const endings = [
  `${own}${gap(otherClause)}\\b(?:is|are|was|were|be|been|being|goes|has been|have been)\\s+${adverbs}(?:${ended})\\b`,
  `${own}${gap(otherClause)}\\b(?:no longer (?:be )?(?:available|supported|maintained|provided)|goes? offline|(?:will|to) be removed|reach(?:es)? (?:its )?end of life)\\b`,
  // Weaker words say so of a day alone.
  `(?:${own}${gap(otherClause)}|^it\\s.{0,20}?)(?:\\b(?:ends?|expires?|stops?|goes offline|will fail)\\b|\\b(?:is|are|be)\\s+${adverbs}(?:${ended}|closed|removed|disabled|turned off|offline|unavailable)\\b)${day}`,
  `(?<=\\d{4}[^.;]{0,60})${own}${gap(otherClause)}\\b(?:ends?|expires?|stops?|will fail|(?:is|are|be)\\s+${adverbs}(?:closed|removed|disabled|turned off|unavailable))\\b`,
  `\\b(?:stop\\w*\\s+\\w+|discontinu(?:e|ing)|retir(?:e|ing)|sunset(?:ting)?|deprecat(?:e|ing)|decommission(?:ing)?|terminat(?:e|ing)|shut(?:ting)? down|phas(?:e|ing) out|take(?=[^.]{0,60}offline)|taking(?=[^.]{0,60}offline))\\s+(?:support for\\s+)?th(?:is|ese)\\s+(?:[\\w-]+\\s+){0,2}?${things}`,
  // A notice that is not a sentence.
  `^\\W*(?:(?:warning|note|notice|important)\\W+)?(?:deprecated|obsolete|discontinued|retired|shut down|end of life|已废弃|已下线|已停用|非推奨)(?=\\s*(?:$|[:.!。：]|(?:on|since|from|as of|after|by)\\b))`,
  '(?:устаревш[а-я]{1,4} (?:api|метод|интерфейс)\\s?:|(?:этот|данный|эта|данная)\\s+(?:api|метод|интерфейс|документ|страница|версия|сервис))' +
    `${gap('котор|если|когда')}(?:устарел|прекращ|отключ|закры[тв]|больше не поддерж)`,
  `(?:本|该|此|这个|この|当)\\s?(?:接口|api|文档|页面|回调|服务|インターフェース|ドキュメント|ページ|サービス)${gap('如果|返回|的字段|場合')}(?:下线|停止(?:服务|使用|维护|支持)|停用|停服|废弃|弃用|不再(?:维护|支持)|廃止|(?:提供|サポート)を?終了|非推奨)(?!的)`,
].map((pattern) => new RegExp(pattern, 'iu'));

/** No sentence is longer. */
const longestSentence = 2000;

/** Behind what a sentence says that what its page describes ends; undefined where it does not say so. */
export function findEnd(text: string, isHeading: boolean): number | undefined {
  const sentence = text.slice(0, longestSentence);
  if (!endWords.test(sentence) && !/\d{4}|offline|removed|no longer|不再|закры|больше не/i.test(sentence))
    return undefined;
  if (isHeading) return endWords.test(sentence) ? 0 : undefined;
  const found = endings.map((pattern) => pattern.exec(sentence)).find((match) => match !== null);
  return found && found.index + found[0].length;
}

export function saysNotFound(heading: string): boolean {
  return /^\s*(?:error )?404\b|(?:page|document)[^.\n]{0,20}(?:not (?:be )?found|does not exist)|页面不存在|文档不存在|找不到|見つかりません|存在しません|не найден/i.test(
    heading,
  );
}

export function isElsewhere(heading: string): boolean {
  return /^(?:see also|you may also|further reading|was this|(?:recommended|related)(?: (?:for you|documents?|pages?|articles?|topics?|reading|links?|resources|content|operations|apis?))?$|feedback$)|^(?:相关文档|相关推荐|推荐(?:阅读|文档)?$|関連(?:ドキュメント|ページ|記事)?$|おすすめ|похожие|рекомендуе)/i.test(
    heading,
  );
}
