import type { OpenApiExample, OpenApiOperation } from '@trtc-call/spec/v4/openapi';
import { listAlternatives, renderFields, resolve } from './fields.ts';
import { type Generation, linkCodes, linkDecisions, linkSources, listOperations } from './generations.ts';
import { highlight } from './markdown.ts';
import {
  codeBlock,
  describe,
  type Html,
  html,
  joinLinks,
  listHeadings,
  type Page,
  prose,
  type Siblings,
} from './page.ts';

/** Every page that is read from the contract of a generation alone. */
export function createReferencePages(generation: Generation): Page[] {
  const shared = { section: generation.name, siblings: listSiblings(generation) };
  const pages = [
    createIndex(generation),
    ...listOperations(generation).map((operation) => createOperationPage(generation, operation)),
    ...Object.entries(generation.document.webhooks).map(([word, { post }]) =>
      createWebhookPage(generation, word, post),
    ),
    createSchemasPage(generation),
  ];
  return pages.map((page) => ({ ...shared, ...page }));
}

/** What a page with the form needs. */
export const tryScript = html`<script type="module" src="/assets/try.js"></script>`;

type OwnPage = Omit<Page, 'section' | 'siblings'>;

/** What stands beside every page of a generation. */
export function listSiblings(generation: Generation): Siblings[] {
  const { name, document } = generation;
  const list = (heading: string, folder: string, names: readonly string[]): Siblings => ({
    heading,
    links: names.map((each) => [`/${name}/${folder}${each}.html`, each]),
  });
  const byTag = Object.groupBy(listOperations(generation), ({ tags }) => tags[0] ?? '');
  return [
    {
      heading: `Generation ${name}`,
      links: [
        [`/${name}/index.html`, 'Overview'],
        [`/${name}/schemas.html`, 'Schemas'],
        [`/${name}/errors/index.html`, 'Error codes'],
        [`/${name}/decisions/index.html`, 'Decisions'],
      ],
    },
    ...Object.entries(byTag).map(([tag, members = []]) =>
      list(
        tag,
        '',
        members.map(({ operationId }) => operationId),
      ),
    ),
    list('webhooks', 'webhooks/', Object.keys(document.webhooks)),
  ];
}

function createIndex(generation: Generation): OwnPage {
  const { name, document, contract } = generation;
  const { methods, versions } = contract.firstClients;
  return {
    path: `${name}/index.html`,
    title: `REST API, generation ${name}`,
    description: String(document.info.summary),
    body: html`<h1>${document.info.title}</h1>
<p>${prose(document.info.description)}</p>
<p>Clients place its calls by ${joinLinks(methods.map((method) => html`<code>${method}</code>`))}: ${Object.entries(
      versions,
    )
      .map(([platform, version]) => `${platform} from ${version}`)
      .join(
        ', ',
      )}. Version ${contract.version} of the contract: <a href="/openapi/${name}.json">openapi/${name}.json</a>.</p>
<h2 id="operations">Operations</h2>
${describe(
  'list',
  listOperations(generation).map(({ operationId, summary, path }) => [
    html`<a href="/${name}/${operationId}.html">${summary}</a> <code>${path}</code>`,
    renderRate(generation, operationId),
  ]),
)}
<h2 id="webhooks">Webhooks</h2>
${describe(
  'list',
  Object.entries(document.webhooks).map(([word, { post }]) => [
    html`<a href="/${name}/webhooks/${word}.html">${post.summary}</a> <code>${word}</code>`,
    prose(post.requestBody.description),
  ]),
)}
<h2 id="hosts">Hosts</h2>
${describe(
  'list',
  document.servers.map(({ url, description }) => [description, html`<code>${url}</code>`]),
)}
${renderTry(generation, 'getRecordByCallId')}`,
    head: tryScript,
  };
}

function renderRate({ contract }: Generation, operationId: string): string {
  const { requests, perSeconds } = contract.operations[operationId]?.rateLimit ?? {};
  return `${requests} requests within ${perSeconds} s`;
}

function createOperationPage(
  generation: Generation,
  operation: OpenApiOperation & { path: string },
): OwnPage {
  const { name, document, contract } = generation;
  const { operationId, summary, description, path, requestBody, responses } = operation;
  const entry = contract.operations[operationId];
  const answer = responses['200']?.content['application/json'];
  const [success] = listAlternatives(resolve(answer?.schema, document));
  const prefix = `#/paths/${path.replaceAll('/', '~1')}/`;
  const cited = Object.entries(generation.citations).filter(([pointer]) => pointer.startsWith(prefix));
  const decisions = [...new Set(cited.flatMap(([, { decision }]) => decision))];
  const codes = contract.errorCodes.filter(({ code }) => entry?.errors.includes(code));
  const parameters = Object.values(document.components.parameters).map(
    ({ name: parameter, description: text, schema }) =>
      [parameter, { ...resolve(schema, document), description: text }] as const,
  );
  const query = { properties: Object.fromEntries(parameters), required: parameters.map(([each]) => each) };
  return {
    path: `${name}/${operationId}.html`,
    title: `${summary} (${name} ${operationId})`,
    description,
    head: tryScript,
    body: html`<h1>${summary}</h1>
<p class="path" data-command="${path.split('/').at(-1) ?? ''}" data-pagefind-weight="10"
  data-pagefind-index-attrs="data-command"><code>POST ${path}</code></p>
<p>${prose(description)}</p>
${describe('facts', [
  ['Rate limit', renderRate(generation, operationId)],
  ['Repeating it', entry?.idempotent ? 'leaves the state that one request leaves' : 'may do it twice'],
  ['Pages of the vendor', linkSources(entry?.source ?? [])],
  decisions.length > 0 && ['Decisions', linkDecisions(generation, decisions)],
])}
${renderTry(generation, operationId)}
<h2 id="request">Request</h2>
${renderFields(requestBody.content['application/json']?.schema, document)}
<h3 id="query">Query</h3>
${renderFields(query, document)}
<h2 id="answer">Answer</h2>
${renderFields(success ?? answer?.schema, document)}
${renderExamples(answer?.examples)}
<h2 id="errors">Error codes</h2>
${linkCodes(generation, codes)}`,
  };
}

function createWebhookPage(generation: Generation, word: string, operation: OpenApiOperation): OwnPage {
  const { name, document } = generation;
  const { summary, description, requestBody, responses } = operation;
  const body = requestBody.content['application/json'];
  const answer = responses['200']?.content['application/json'];
  return {
    path: `${name}/webhooks/${word}.html`,
    title: `${summary} (${name} webhook ${word})`,
    description,
    body: html`<h1>${summary}</h1>
<p class="path"><code>${word}</code></p>
<p>${prose(description)}</p>
<p><a href="/schemas/${name}-webhooks.json">JSON Schema</a>. <a href="/guides/webhooks.html">How to receive it</a>.</p>
<h2 id="body">Body</h2>
${renderFields(body?.schema, document)}
${renderExamples(body?.examples)}
<h2 id="answer">Answer of the receiver</h2>
${renderFields(answer?.schema, document)}
${renderExamples(answer?.examples)}`,
  };
}

function createSchemasPage({ name, document }: Generation): OwnPage {
  const schemas = html`${Object.entries(document.components.schemas).map(([key, schema]) => {
    const { description, properties, enum: words } = resolve(schema, document);
    return html`<h2 id="${key}">${key}</h2><p>${prose(description)}</p>
${Array.isArray(words) && html`<p>${joinLinks(words.map((word) => html`<code>${String(word)}</code>`))}</p>`}${properties !== undefined && renderFields(schema, document)}`;
  })}`;
  return {
    path: `${name}/schemas.html`,
    title: `Schemas of generation ${name}`,
    description: 'Every named schema of the contract with its members.',
    body: html`<h1>Schemas</h1>
${listHeadings(schemas)}${schemas}`,
  };
}

/** Those of refusals stand on the pages of the error codes. */
function renderExamples(examples: Readonly<Record<string, OpenApiExample>> = {}): Html {
  const shown = Object.entries(examples).filter(
    ([key, { value }]) => !key.startsWith('error-') && value !== undefined,
  );
  return html`${shown.map(
    (
      [key, { summary, description, value }],
      at,
    ) => html`<details${at === 0 && html` open`}><summary>${summary ?? key} <code>${key}</code></summary>
${description && html`<p>${prose(description)}</p>`}
${codeBlock(highlight(JSON.stringify(value, null, 2), 'json'))}</details>`,
  )}`;
}

/** A form that sends a request to the mock, which runs in the page. It shows an operation, and asks for an answer. */
export function renderTry({ name }: Generation, operationId: string, answer = ''): Html {
  return html`<section aria-labelledby="try">
<h2 id="try">Try it</h2>
<p>The <a href="/packages/mock.html">mock</a> runs in this page: nothing is sent to a server, and no account is needed. It checks the request as the contract says, and keeps what you set until you leave the page.</p>
<noscript><p>This needs JavaScript.</p></noscript>
<form class="try" data-generation="${name}" data-operation="${operationId}" data-answer="${answer}" hidden>
<label>Operation <select name="operation"></select></label>
<label>Example <select name="example"></select></label>
<label class="wide">Body <textarea name="body" rows="6" spellcheck="false"></textarea></label>
<label class="wide">Answer <select name="answer"></select></label>
<details class="wide"><summary>Query parameters</summary><p>What is <code>auto</code> is made for each request.</p><div class="query"></div></details>
<p class="wide"><button>Send</button></p>
</form>
<div class="exchanges" role="log" aria-label="Answers of the mock" tabindex="0"></div>
</section>`;
}
