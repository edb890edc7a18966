// What no reader of a HAR file in JavaScript does without: the file is parsed, and then each body in it.
import { readFileSync } from 'node:fs';

interface Har {
  readonly log: {
    readonly entries: readonly {
      readonly request: { readonly postData?: { readonly text: string } };
      readonly response: { readonly content: { readonly text?: string } };
    }[];
  };
}

const [path = ''] = process.argv.slice(2);
const { log }: Har = JSON.parse(readFileSync(path, 'utf8'));
let bodies = 0;
for (const { request, response } of log.entries) {
  for (const text of [request.postData?.text, response.content.text]) {
    if (text !== undefined && isJson(text)) bodies += 1;
  }
}
console.log(JSON.stringify({ entries: log.entries.length, bodies }));

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
