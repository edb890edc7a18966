import type { OpenApiExample, OpenApiOperation } from '@trtc-call/spec/v4/openapi';
import { listAlternatives, renderFields, resolve } from './fields.ts';
import { type Generation, joinLinks, linkDecisions, linkSources, listOperations } from './generations.ts';
import { highlight } from './markdown.ts';
import { codeBlock, type Html, html, type Page, prose, type Sibling } from './page.ts';
import { renderTry } from './try-form.ts';

/** Every page that is read from the contract of a generation alone. */
export function createReferencePages(generation: Generation): Page[] {
  return [
    createIndex(generation),
    ...listOperations(generation).map((operation) => createOperationPage(generation, operation)),
    ...Object.entries(generation.document.webhooks).map(([word, { post }]) =>
      createWebhookPage(generation, word, post),
    ),
    createSchemasPage(generation),
  ];
}

/** What stands beside every page of a generation. */
export function listSiblings(generation: Generation): Sibling[] {
  const { name, document } = generation;
  const operations = listOperations(generation);
  const groups = Object.entries(Object.groupBy(operations, ({ tags }) => tags[0] ?? ''));
  const first = (group: string, at: number) => (at === 0 ? { group } : {});
  return [
    { path: `/${name}/index.html`, title: 'Overview', group: `Generation ${name}` },
    { path: `/${name}/schemas.html`, title: 'Schemas' },
    { path: `/${name}/errors/index.html`, title: 'Error codes' },
    { path: `/${name}/decisions/index.html`, title: 'Decisions' },
    ...groups.flatMap(([tag, members = []]) =>
      members.map(({ operationId }, at) => ({
        path: `/${name}/${operationId}.html`,
        title: operationId,
        ...first(tag, at),
      })),
    ),
    ...Object.keys(document.webhooks).map((word, at) => ({
      path: `/${name}/webhooks/${word}.html`,
      title: word,
      ...first('webhooks', at),
    })),
  ];
}

function createIndex(generation: Generation): Page {
  const { name, document, contract } = generation;
  const { methods, versions } = contract.firstClients;
  const webhooks = Object.entries(document.webhooks);
  return {
    path: `${name}/index.html`,
    title: `REST API, generation ${name}`,
    description: String(document.info.summary),
    section: name,
    siblings: listSiblings(generation),
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
<dl class="list">${listOperations(generation).map(({ operationId, summary, path }) => html`<dt><a href="/${name}/${operationId}.html">${summary}</a> <code>${path}</code></dt><dd>${contract.operations[operationId]?.rateLimit.requests} requests within ${contract.operations[operationId]?.rateLimit.perSeconds} s</dd>`)}</dl>
${
  webhooks.length > 0 &&
  html`<h2 id="webhooks">Webhooks</h2>
<dl class="list">${webhooks.map(([word, { post }]) => html`<dt><a href="/${name}/webhooks/${word}.html">${post.summary}</a> <code>${word}</code></dt><dd>${prose(post.requestBody.description)}</dd>`)}</dl>`
}
<h2 id="hosts">Hosts</h2>
<dl class="list">${document.servers.map(({ url, description }) => html`<dt>${description}</dt><dd><code>${url}</code></dd>`)}</dl>
${renderTry(generation, { operationId: 'getRecordByCallId' })}`,
    script: 'try',
  };
}

function createOperationPage(generation: Generation, operation: OpenApiOperation & { path: string }): Page {
  const { name, document, contract } = generation;
  const { operationId, summary, description, path, requestBody, responses } = operation;
  const entry = contract.operations[operationId];
  const answer = responses['200']?.content['application/json'];
  const [success] = listAlternatives(resolve(answer?.schema, document));
  const prefix = `#/paths/${path.replaceAll('/', '~1')}/`;
  const cited = Object.entries(generation.citations).filter(([pointer]) => pointer.startsWith(prefix));
  const decisions = [...new Set(cited.flatMap(([, { decision }]) => decision))];
  const codes = contract.errorCodes.filter(({ code }) => entry?.errors.includes(code));
  const parameters = Object.values(document.components.parameters).filter((parameter) =>
    operation.parameters.some(
      ({ $ref = '' }) => document.components.parameters[$ref.split('/').at(-1) ?? ''] === parameter,
    ),
  );
  return {
    path: `${name}/${operationId}.html`,
    title: `${summary} (${name} ${operationId})`,
    description: description,
    section: name,
    siblings: listSiblings(generation),
    script: 'try',
    body: html`<h1>${summary}</h1>
<p class="path"><code>POST ${path}</code></p>
<p>${prose(description)}</p>
<dl class="facts">
<dt>Rate limit</dt><dd>${entry?.rateLimit.requests} requests within ${entry?.rateLimit.perSeconds} s</dd>
<dt>Repeating it</dt><dd>${entry?.idempotent ? 'leaves the state that one request leaves' : 'may do it twice'}</dd>
<dt>Pages of the vendor</dt><dd>${linkSources(entry?.source ?? [])}</dd>
${decisions.length > 0 && html`<dt>Decisions</dt><dd>${linkDecisions(generation, decisions)}</dd>`}
</dl>
${renderTry(generation, { operationId })}
<h2 id="request">Request</h2>
${renderFields(requestBody.content['application/json']?.schema, document)}
<h3 id="query">Query</h3>
<dl class="fields">${parameters.map(({ name: parameter, description: text, required, schema }) => html`<dt><code>${parameter}</code> <span>${String(resolve(schema, document).type)}${required && html`, <strong>required</strong>`}</span></dt><dd>${prose(text)}</dd>`)}</dl>
<h2 id="answer">Answer</h2>
${renderFields(success ?? answer?.schema, document)}
${renderExamples(answer?.examples ?? {}, (key) => !key.startsWith('error-'))}
<h2 id="errors">Error codes</h2>
<dl class="list">${codes.map(({ code, name: reason, cause }) => html`<dt><a href="/${name}/errors/${code}.html">${code}</a> <code>${reason}</code></dt><dd>${prose(cause)}</dd>`)}</dl>`,
  };
}

function createWebhookPage(generation: Generation, word: string, operation: OpenApiOperation): Page {
  const { name, document } = generation;
  const { summary, description, requestBody, responses } = operation;
  const body = requestBody.content['application/json'];
  const answer = responses['200']?.content['application/json'];
  return {
    path: `${name}/webhooks/${word}.html`,
    title: `${summary} (${name} webhook ${word})`,
    description,
    section: name,
    siblings: listSiblings(generation),
    body: html`<h1>${summary}</h1>
<p class="path"><code>${word}</code></p>
<p>${prose(description)}</p>
<p><a href="/schemas/${name}-webhooks.json">JSON Schema</a>. <a href="/guides/webhooks.html">How to receive it</a>.</p>
<h2 id="body">Body</h2>
${renderFields(body?.schema, document)}
${renderExamples(body?.examples ?? {}, () => true)}
<h2 id="answer">Answer of the receiver</h2>
${renderFields(answer?.schema, document)}
${renderExamples(answer?.examples ?? {}, () => true)}`,
  };
}

function createSchemasPage(generation: Generation): Page {
  const { name, document } = generation;
  return {
    path: `${name}/schemas.html`,
    title: `Schemas of generation ${name}`,
    description: 'Every named schema of the contract with its members.',
    section: name,
    siblings: listSiblings(generation),
    body: html`<h1>Schemas</h1>
${Object.entries(document.components.schemas).map(([key, schema]) => {
  const { description, properties, enum: words } = resolve(schema, document);
  return html`<h2 id="${key}">${key}</h2><p>${prose(description)}</p>
${Array.isArray(words) && html`<p>${joinLinks(words.map((each) => html`<code>${String(each)}</code>`))}</p>`}${properties !== undefined && renderFields(schema, document)}`;
})}`,
  };
}

function renderExamples(
  examples: Readonly<Record<string, OpenApiExample>>,
  isShown: (key: string) => boolean,
): Html {
  return html`${Object.entries(examples)
    .filter(([key, { value }]) => isShown(key) && value !== undefined)
    .map(
      (
        [key, { summary, description, value }],
        at,
      ) => html`<details${at === 0 && html` open`}><summary>${summary ?? key} <code>${key}</code></summary>
${description && html`<p>${prose(description)}</p>`}
${codeBlock(highlight(JSON.stringify(value, null, 2), 'json'), `Example ${key}`)}</details>`,
    )}`;
}
