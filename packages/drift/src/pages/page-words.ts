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

/**
 * A type as JSON Schema names it, or the page's own word for it in lower case; undefined for a cell that names none.
 */
export function readTypeName(cell: string): string | undefined {
  const text = cell.trim();
  const known = types.find(([, words]) => words.test(text))?.[0];
  return known ?? (/^\p{L}[\p{L}\d]{0,30}$/u.test(text) ? text.toLowerCase() : undefined);
}

/** Whether a cell names a type that is known. */
export function isTypeName(cell: string): boolean {
  return types.some(([, words]) => words.test(cell.trim()));
}

/** Whether a cell says that something must be given; undefined where it says neither. */
export function readRequired(cell: string): boolean | undefined {
  const text = cell.trim();
  if (
    /^(no|n|optional|false)\b|^not (required|mandatory)|^(否|选填|可选|非必|任意|いいえ|不要|×|✗|✕|нет|необяз|опцион)/i.test(
      text,
    )
  )
    return false;
  if (
    /^(yes|y|required|mandatory|true|must)\b|^(是|必填|必选|必须|必須|必要|はい|○|◯|✓|✔|да$|обяз)/i.test(text)
  )
    return true;
  return undefined;
}

/** Which side a table or a sample belongs to. */
export type Section = 'request' | 'answer' | 'webhook';

const sections: readonly (readonly [Section, RegExp])[] = [
  ['answer', /response|return|reply|应答|响应|返回|回包|レスポンス|応答|戻り|ответ/i],
  ['request', /request|input|请求|入参|リクエスト|要求|入力|запрос/i],
];

/** The side that a heading speaks of. */
export function readSection(heading: string): Section | undefined {
  return sections.find(([, words]) => words.test(heading))?.[0];
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
const ratePatterns = [
  `(?<![\\d,.])(?<n>\\d[\\d,]{0,15})\\s*(?:times?|calls?|requests?|quer(?:y|ies)|раза?|запрос(?:а|ов)?|вызов(?:а|ов)?)?\\s*(?:per|\\/|\\b(?:a|each|every)\\b|in|в)\\s*(?<p>\\d{1,5})?\\s*(?<u>${time})(?![\\p{L}\\d])`,
  `(?<![\\d,.])(?<n>\\d[\\d,]{0,15})\\s*(?:qps|[次回]\\s*[/每毎]?\\s*(?<p>\\d{1,5})?\\s*(?<u>秒|分钟|分|小时|時間|天|日))`,
  `(?:每|毎|1\\s?)(?<u>秒钟?|分钟?|小时|時間|天|日)(?:あたり|間に)?[^\\d\\n]{0,12}(?<n>\\d[\\d,]{0,15})`,
  `(?:per|a) (?<u>second|minute|hour)\\D{0,12}(?<n>\\d[\\d,]{0,15})`,
].map((pattern) => new RegExp(pattern, 'iu'));
const trial = /trial|体验|试用|体験|試用|トライアル|お試し|пробн/i;

/** How often an operation may be called, as a sentence says it. */
export function readRates(text: string): Rate[] {
  return text.split(/[;；。()（）]|[,，、.]\s|[，、]/).flatMap((clause) => {
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

const months = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const dates = [
  /(?<y>\d{4})\s*[-/.年]\s*(?<m>\d{1,2})\s*[-/.月]\s*(?<d>\d{1,2})/,
  /(?<word>[a-z]{3})[a-z]{0,7}\.? (?<d>\d{1,2})(?:st|nd|rd|th)?,? (?<y>\d{4})/i,
  /(?<d>\d{1,2})(?:st|nd|rd|th)? (?<word>[a-z]{3})[a-z]{0,7}\.?,? (?<y>\d{4})/i,
  /(?<d>\d{1,2})\.(?<m>\d{1,2})\.(?<y>\d{4})/,
];

/** The first day that a text names, as YYYY-MM-DD. */
export function readDate(text: string): string | undefined {
  for (const pattern of dates) {
    const { y = '', m, word = '', d = '' } = pattern.exec(text)?.groups ?? {};
    const month = m ?? String(months.indexOf(word.toLowerCase()) + 1);
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
  /deprecat|discontinu|shut(?:ting)? ?down|decommission|retired|taken offline|go(?:es)? offline|no longer (?:be )?(?:maintained|supported|available)|sunset|will be (?:removed|withdrawn)|end of life|下线|停止服务|停止维护|废弃|弃用|不再维护|不再支持|廃止|提供終了|サポート終了|非推奨|устарел|прекращ|отключен/i;
/** Of its own interface: what a page warns of about others, such as old clients, stands before no verb. */
const ownEnd =
  /\b(?:this|these|the)\s+(?:[\w ]{0,30}\s)?(?:api|apis|interfaces?|operation|endpoint|page|document|webhooks?|callbacks?|version)\b(?=[^.]{0,80}?\b(?:is|are|was|were|has|have|will|goes|go|ends?|stops?)\b)|\b(?:REST(?:ful)?|v\d) APIs?\b(?=[^.]{0,40}?\b(?:is|are|has|have|will|goes|go|ends?|stops?)\b)|устаревш[а-я]{1,4} (?:api|метод|интерфейс)\s?:|(?:本|该|此|この|当)\s?(?:接口|api|文档|页面|回调|インターフェース|ドキュメント|ページ)|(?:этот|данный|эта)\s+(?:api|метод|интерфейс|документ|страница)/i;

/** Whether a sentence says that what its page describes ends. */
export function saysEnd(sentence: string, isHeading: boolean): boolean {
  if (isHeading) return endWords.test(sentence);
  const own = ownEnd.exec(sentence);
  return own !== null && endWords.test(sentence.slice(own.index + own[0].length));
}

/** Whether a heading says that there is no such page. */
export function saysNotFound(heading: string): boolean {
  return /^\s*(?:error )?404\b|(?:page|document)[^.\n]{0,20}(?:not (?:be )?found|does not exist)|页面不存在|文档不存在|找不到|見つかりません|存在しません|не найден/i.test(
    heading,
  );
}

/** Whether a heading stands over links to other pages. */
export function isElsewhere(heading: string): boolean {
  return /^(?:recommended|related|see also|you may also|further reading|was this|feedback)|^(?:相关文档|相关推荐|推荐|関連|おすすめ|похожие|рекоменд)/i.test(
    heading,
  );
}
