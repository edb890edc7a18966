// A spreadsheet splits a file at the separator of its user's locale, which may be `;` or a tab. A quote means something
// to it at the start of a field only, so that the quotes around a cell hold nothing together for whoever does not split
// at commas. A field may begin at the start of a row, and behind each `;`, tab and line end in a cell.

/** What a field may begin with, and a spreadsheet cut off: blanks, characters without a look, quotes. */
const leading = String.raw`[\s\p{C}\p{Z}"']*`;
/** What makes a formula, in either width. */
const sign = String.raw`[=+\-@\uff1d\uff0b\uff0d\uff20]`;

/** The mark of the guard counts too, so that taking off one mark always gives back the value. */
const risky = new RegExp(`^${leading}${sign}|^'`, 'u');
const riskySemicolon = new RegExp(`;(?=${leading}${sign})`, 'gu');

/** Numbers and phone numbers run nothing, and with a mark they could not be added up or looked for. */
const number = /^[+-]?\d+(?:\.\d+)?$/;

/**
 * Keeps a cell of CSV from being run as a formula, whether it is split at commas, semicolons or tabs: each field that
 * could be found in it and begins like a formula gets a `'` before it. Whoever takes one `'` off the start of the cell
 * and from behind each `;`, tab and line end has the value again.
 *
 * @param isFirst whether the cell begins its row: to whoever does not split at commas its field goes on behind it
 */
export function guardCell(cell: string, isFirst: boolean): string {
  if (!isFirst && number.test(cell)) return cell;
  const fields = cell.split(/(?<=[;\t\r\n])/);
  return fields.map((field) => (risky.test(field) ? `'${field}` : field)).join('');
}

/** The same for a cell of JSON, which begins with no sign: a semicolon can be written so that it splits nothing. */
export function guardJson(json: string): string {
  return json.replaceAll(riskySemicolon, '\\u003b');
}
