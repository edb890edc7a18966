const eachCharacter = (write: (code: number) => string) => (secret: string) =>
  Array.from(secret, (character) =>
    (character.codePointAt(0) ?? 0) > 127 ? character : write(character.charCodeAt(0)),
  ).join('');
const hex = (code: number, digits: number) => code.toString(16).padStart(digits, '0');
/** As Python, Go and PHP do; `encodeURIComponent` leaves `*` and others. */
const percent = (text: string) =>
  encodeURIComponent(text).replaceAll(/[!'()*]/g, (sign) => `%${hex(sign.charCodeAt(0), 2)}`);
const base64 = (text: string) => Buffer.from(text).toString('base64');
const vendor = (text: string) => base64(text).replaceAll('+', '*').replaceAll('/', '-').replaceAll('=', '_');
const json = (text: string) => JSON.stringify(text).slice(1, -1);
const named: Readonly<Record<string, string>> = {
  '*': '&ast;',
  _: '&lowbar;',
  '@': '&commat;',
  '.': '&period;',
};
const inLines = (text: string, width: number, lineBreak: string) =>
  text.replaceAll(new RegExp(`.{${width}}(?=.)`, 'g'), (line) => line + lineBreak);
const lines = (text: string) => inLines(text, 76, '\r\n');
const standard = (userSig: string) => userSig.replaceAll('*', '+').replaceAll('-', '/').replaceAll('_', '=');

/** Ways in which a program writes any text that it repeats. Every character of what comes out is part of the text. */
export const spellings: Readonly<Record<string, (text: string) => string>> = {
  'as it is': (text) => text,
  'in a URL': encodeURIComponent,
  'in a URL, strictly': percent,
  'in a URL, in small digits': (text) => percent(text).replaceAll(/%../g, (byte) => byte.toLowerCase()),
  'in a URL, twice': (text) => percent(percent(text)),
  'in a URL, five times': (text) => percent(percent(percent(percent(percent(text))))),
  'in a URL, every byte': (text) => Buffer.from(text).toString('hex').replaceAll(/../g, '%$&'),
  'in a URL, by %u escapes': eachCharacter((code) => `%u${hex(code, 4)}`),
  'in quoted-printable, every byte': (text) =>
    Buffer.from(`usersig=${text}&random=1`).toString('hex').toUpperCase().replaceAll(/../g, '=$&'),
  'in base64 of UTF-16': (text) => Buffer.from(`usersig=${text}&random=1`, 'utf16le').toString('base64'),
  'in a form': (text) => new URLSearchParams({ a: text }).toString().slice(2),
  'in JSON': json,
  'in JSON within JSON': (text) => json(json(text)),
  'in JSON, with every slash escaped': (text) => json(text).replaceAll('/', '\\/'),
  'in JSON, every character': eachCharacter((code) => `\\u${hex(code, 4)}`),
  'in JSON within JSON, every character': eachCharacter((code) => `\\\\u${hex(code, 4)}`),
  'in a program': eachCharacter((code) => `\\x${hex(code, 2)}`),
  'in a program, by code points': eachCharacter((code) => `\\u{${hex(code, 1)}}`),
  'in Markdown': (text) => text.replaceAll(/[*_.-]/g, '\\$&'),
  'in HTML': eachCharacter((code) => `&#${code};`),
  'in HTML, in hexadecimal digits': eachCharacter((code) => `&#x${hex(code, 2)};`),
  'in HTML, by names': (text) => text.replaceAll(/[*_@.]/g, (sign) => named[sign] ?? sign),
  'in HTML, twice': (text) => eachCharacter((code) => `&amp;#${code};`)(text),
  'in a URL in HTML in JSON': (text) => json(percent(text).replaceAll('%', '&#37;')),
  'in hexadecimal digits': (text) => Buffer.from(`usersig=${text}&random=1`).toString('hex'),
  'in hexadecimal digits, byte by byte': (text) =>
    Buffer.from(`usersig=${text}&random=1`)
      .toString('hex')
      .replaceAll(/..(?=.)/g, '$&:'),
  'in a program, as an array of bytes': (text) =>
    Array.from(Buffer.from(`usersig=${text}&random=1`), (byte) => `0x${hex(byte, 2)}`).join(', '),
  'in JSON of a buffer': (text) => Buffer.from(`usersig=${text}&random=1`).join(),
  'in JSON of a buffer, in lines': (text) => Buffer.from(`usersig=${text}&random=1`).join(',\n      '),
  'in base64': (text) => base64(`https://host.example/v1?usersig=${text}&random=1`),
  'in base64 of a URL': (text) => base64(`https://host.example/v1?usersig=${percent(text)}&random=1`),
  'in base64 of JSON': (text) => base64(JSON.stringify({ url: `/v1?usersig=${text}`, more: [1] })),
  'in base64 of a URL, for a URL': (text) =>
    Buffer.from(`https://host.example/v1?usersig=${text}&random=1`).toString('base64url'),
  'in base64 of a URL, with the letters of a UserSig': (text) =>
    vendor(`https://host.example/v1?usersig=${text}`),
  'in base64 of a URL, twice': (text) => base64(base64(`https://host.example/v1?usersig=${text}`)),
  'in base64 of a URL, in a URL': (text) => percent(base64(`https://host.example/v1?usersig=${text}`)),
  'in base64 of a URL, in lines': (text) => lines(base64(`https://host.example/v1?usersig=${text}&random=1`)),
  'in base64 of a URL, in short lines': (text) =>
    inLines(base64(`https://host.example/v1?usersig=${text}&random=1`), 16, '\n'),
  'in base64 of a URL, after something else': (text) =>
    `abc/${base64(`https://host.example/v1?usersig=${text}`)}`,
};

/** Ways in which a program writes base64, such as a UserSig, beside those of every text. */
export const tokenSpellings: Readonly<Record<string, (userSig: string) => string>> = {
  'in standard base64': standard,
  'in standard base64, in a URL': (userSig) => encodeURIComponent(standard(userSig)),
  'in standard base64, read as a form': (userSig) => standard(userSig).replaceAll('+', ' '),
  'in standard base64, in JSON': (userSig) => standard(userSig).replaceAll('/', '\\/'),
  'in base64 for URLs': (userSig) =>
    standard(userSig).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, ''),
  'in standard base64, without padding': (userSig) => standard(userSig).replace(/=+$/, ''),
  'in lines': lines,
  'in lines, in JSON': (userSig) => json(lines(userSig)),
  'in short lines': (userSig) => inLines(userSig, 16, '\n'),
  'in short lines, in JSON': (userSig) => json(inLines(userSig, 19, '\r\n')),
  'in short lines, as quoted-printable': (userSig) => inLines(userSig, 18, '=\r\n'),
  'in short lines, as YAML folds them': (userSig) => inLines(userSig, 12, '\n      '),
  'in short lines, in a mail that is answered': (userSig) => inLines(userSig, 10, '\n> '),
  'in short lines, in HTML': (userSig) => inLines(userSig, 19, '<br>\n'),
  'in words, as a reader of YAML unfolds it': (userSig) => inLines(userSig, 14, ' '),
  'in lines of middle length': (userSig) => inLines(userSig, 36, '\n  '),
  'in UTF-16, read as single bytes': (text) => Buffer.from(text, 'utf16le').toString('latin1'),
  'in UTF-16 in JSON': (text) => json(Buffer.from(text, 'utf16le').toString('latin1')),
  'its first half': (userSig) => userSig.slice(0, Math.ceil(userSig.length / 2)),
  'its second half': (userSig) => userSig.slice(Math.floor(userSig.length / 2)),
  'its middle': (userSig) => userSig.slice(30, 80),
};

const pieceLength = 16;
const step = 8;

/** Makes a search for what is left of any of the given texts: parts of 24 characters or more, and whole short ones. */
export function createLeakSearch(secrets: Iterable<string>): (text: string) => string | undefined {
  const all = [...secrets];
  const short = all.filter((secret) => secret.length < pieceLength + step);
  const pieces = new Set(
    all.flatMap((secret) =>
      Array.from({ length: Math.max(0, secret.length - pieceLength + 1) }, (_, at) =>
        secret.slice(at, at + pieceLength),
      ),
    ),
  );
  return (text) => {
    for (let at = 0; at + pieceLength <= text.length; at += step) {
      const piece = text.slice(at, at + pieceLength);
      if (pieces.has(piece)) return piece;
    }
    return short.find((secret) => text.includes(secret));
  };
}
