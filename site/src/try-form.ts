import type { Example, TryData } from '../page/try.ts';
import { type Generation, listOperations } from './generations.ts';
import { type Html, html, jsonScript } from './page.ts';

/** What the form shows first. */
interface TryStart {
  readonly operationId: string;
  /** Name of the example that is asked for. */
  readonly answer?: string;
}

/** A form that sends a request to the mock, which runs in the page. */
export function renderTry(generation: Generation, { operationId, answer = '' }: TryStart): Html {
  const { name, contract, document } = generation;
  const given = { usersig: 'auto', random: 'auto', sdkappid: 'auto' };
  const data: TryData = {
    generation: name,
    operationId,
    answer,
    query: Object.values(contract.queryParameters).map((parameter) => ({
      name: parameter.name,
      value: Reflect.get(given, parameter.name) ?? String(parameter.example),
    })),
    operations: listOperations(generation).map((operation) => ({
      operationId: operation.operationId,
      path: operation.path,
      bodies: Object.entries(operation.requestBody.content['application/json']?.examples ?? {}).map(
        ([key, { summary = key, value }]): Example => ({
          name: summary,
          text: JSON.stringify(value, null, 2),
        }),
      ),
      answers: Object.keys(operation.responses['200']?.content['application/json']?.examples ?? {}),
    })),
  };
  const host = document.servers[0]?.url ?? '';
  return html`<section aria-labelledby="try">
<h2 id="try">Try it</h2>
<p>The <a href="/packages/mock.html">mock</a> runs in this page: nothing is sent to a server, and no account is needed. It checks the request as the contract says, and keeps what you set until you leave the page.</p>
<noscript><p>This needs JavaScript.</p></noscript>
<form class="try" data-host="${host}">
<label>Operation <select name="operation"></select></label>
<label>Example <select name="example"></select></label>
<label class="wide">Body <textarea name="body" rows="6" spellcheck="false"></textarea></label>
<label class="wide">Answer <select name="answer"></select></label>
<details class="wide"><summary>Query parameters</summary><div class="query"></div></details>
<p class="wide"><button>Send</button></p>
</form>
<div class="exchanges" role="log" aria-label="Answers of the mock" tabindex="0"></div>
${jsonScript('try-data', data)}
</section>`;
}
