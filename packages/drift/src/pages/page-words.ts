/** What a column of a table holds. */
export type ColumnKind = 'name' | 'type' | 'required' | 'description' | 'code';

// English, Chinese and Japanese, as the vendor's pages head their tables.
const columns: readonly (readonly [ColumnKind, RegExp])[] = [
  ['code', /^(error |return |status )?code$|^error ?codes?$|错误码|错误代码|返回码|エラーコード|戻りコード/i],
  ['required', /required|mandatory|必填|必选|必须|必須|必要|選択/i],
  ['type', /^(data |field |value )?type$|类型|型$|タイプ|データ型/i],
  [
    'name',
    /^(field|parameter|param|name|member|property)s?( name)?$|字段|参数|名称|フィールド|パラメータ|パラメーター|項目|名前/i,
  ],
  ['description', /description|meaning|remark|note|value|说明|描述|含义|备注|取值|説明|意味|内容|備考|値/i],
];

/** What a heading of a column says, if it is one that is known. */
export function readColumnKind(heading: string): ColumnKind | undefined {
  return columns.find(([, words]) => words.test(heading.trim()))?.[0];
}

const types: readonly (readonly [string, RegExp])[] = [
  ['array', /^(array|list)\b|\[\]$|数组|列表|配列|リスト/i],
  ['integer', /^(u?int(eger)?|long|number)(\d+)?\b|整型|整数|数字|数値/i],
  ['boolean', /^bool(ean)?\b|布尔|ブール|真偽/i],
  ['object', /^(object|json|map|struct)\b|对象|结构|オブジェクト/i],
  ['string', /^str(ing)?\b|字符串|字符|文字列/i],
];

/** A type as JSON Schema names it; undefined for a cell that names none. */
export function readTypeName(cell: string): string | undefined {
  return types.find(([, words]) => words.test(cell.trim()))?.[0];
}

/** Whether a cell says that something must be given; undefined where it says neither. */
export function readRequired(cell: string): boolean | undefined {
  const text = cell.trim();
  if (
    /^(no|n|optional|false|否|选填|可选|非必填|非必选|任意|いいえ|不要|×|✗|✕)\b|^(否|选填|可选|非必|任意|いいえ|不要|×|✗|✕)/i.test(
      text,
    )
  )
    return false;
  if (/^(yes|y|required|mandatory|true|must)\b|^(是|必填|必选|必须|必須|必要|はい|○|◯|✓|✔)/i.test(text))
    return true;
  return undefined;
}

/** Which side a table or a sample belongs to. */
export type Section = 'request' | 'answer' | 'webhook';

const sections: readonly (readonly [Section, RegExp])[] = [
  ['answer', /response|return|reply|应答|响应|返回|レスポンス|応答|戻り/i],
  ['request', /request|input|请求|入参|リクエスト|要求|入力/i],
  ['webhook', /callback|webhook|回调|コールバック/i],
];

/** The side that a heading speaks of. */
export function readSection(heading: string): Section | undefined {
  return sections.find(([, words]) => words.test(heading))?.[0];
}

/** How often within a second an operation may be called, as a sentence says it; undefined where it says nothing. */
export function rateIn(text: string): number | undefined {
  const found =
    /(?<![\d,])(\d[\d,]{0,15})\s*(?:times?|calls?|requests?|queries|qps)?\s*(?:per|\/|a|each|every)\s*(?:1\s*)?(?:second|sec\b|s\b)/i.exec(
      text,
    ) ??
    /(?<![\d,])(\d[\d,]{0,15})\s*(?:qps|次\s*\/?\s*(?:每)?秒|回\s*\/?\s*(?:毎)?秒)/i.exec(text) ??
    /(?:每秒|毎秒|1\s*秒(?:あたり|間に|钟)?)[^\d\n]{0,12}(\d[\d,]*)/.exec(text) ??
    /(?:per second|a second)\D{0,12}(\d[\d,]*)/i.exec(text);
  return found?.[1] === undefined ? undefined : Number(found[1].replaceAll(',', ''));
}

/** The day on which a page says that it was changed, as YYYY-MM-DD. */
export function updatedIn(text: string): string | undefined {
  const found =
    /(?:last )?(?:updated|modified)|更新时间|最近更新|最后更新|更新日|最終更新/i.exec(text) &&
    /(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})/.exec(text);
  if (!found) return undefined;
  const [, year = '', month = '', day = ''] = found;
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

/** Whether a heading says that there is no such page. */
export function saysNotFound(heading: string): boolean {
  return /^\s*(?:error )?404\b|(?:page|document)[^.\n]{0,20}(?:not (?:be )?found|does not exist)|页面不存在|文档不存在|找不到|見つかりません|存在しません/i.test(
    heading,
  );
}
