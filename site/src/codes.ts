import type { ErrorEntry } from '@trtc-call/spec';
import {
  type Decision,
  type Generation,
  joinLinks,
  linkDecisions,
  linkOperations,
  linkSources,
  listOperations,
} from './generations.ts';
import { highlight, type Places, renderMarkdown } from './markdown.ts';
import { codeBlock, type Html, html, type Page, prose } from './page.ts';
import { listSiblings } from './reference.ts';
import { renderTry } from './try-form.ts';

/** A page for each error code, and their table. */
export function createErrorPages(generation: Generation): Page[] {
  const { name, contract } = generation;
  const shared = { section: name, siblings: listSiblings(generation) } as const;
  const index = {
    ...shared,
    path: `${name}/errors/index.html`,
    title: `Error codes of generation ${name}`,
    description: `Every error code of generation ${name}, with its cause and what to do about it.`,
    body: html`<h1>Error codes of ${name}</h1>
<p>Every answer has HTTP status 200: <code>${contract.envelope.code}</code> says what became of the request. A code that is not listed: ${contract.otherErrorCode.cause} ${contract.otherErrorCode.remedy}</p>
<dl class="list">${contract.errorCodes.map(({ code, name: reason, cause }) => html`<dt><a href="/${name}/errors/${code}.html">${code}</a> <code>${reason}</code></dt><dd>${prose(cause)}</dd>`)}</dl>`,
  };
  return [
    index,
    ...contract.errorCodes.map(
      (entry): Page => ({
        ...shared,
        path: `${name}/errors/${entry.code}.html`,
        title: `${entry.code} ${entry.name} (${name})`,
        description: `${entry.cause} ${entry.remedy}`,
        body: renderError(generation, entry),
        ...(entry.code !== 0 && { script: 'try' }),
      }),
    ),
  ];
}

function renderError(generation: Generation, entry: ErrorEntry): Html {
  const { contract } = generation;
  const { code, cause, remedy, retryable, possiblyApplied, operations, unprovoked, inChat } = entry;
  const { decision, source } = entry;
  const mistakes = contract.mistakes.filter(({ answer }) => answer === code);
  const others = contract.mistakes.filter(
    ({ answer, allowed }) => answer !== code && allowed !== 'any' && allowed.includes(code),
  );
  return html`<h1>${code} <code>${entry.name}</code></h1>
<p>${prose(cause)}</p>
<dl class="facts">
<dt>What to do</dt><dd>${prose(remedy)}</dd>
<dt>The same request again</dt><dd>${retryable ? 'may succeed later' : 'fails the same way'}${possiblyApplied && '; the service may have carried out the operation before it failed'}</dd>
<dt>Operations</dt><dd>${linkOperations(generation, operations)}</dd>
${inChat && html`<dt>In the Chat API</dt><dd>the same number means: ${prose(inChat)}</dd>`}
<dt>Pages of the vendor</dt><dd>${linkSources(source)}</dd>
${decision.length > 0 && html`<dt>Decisions</dt><dd>${linkDecisions(generation, decision)}</dd>`}
</dl>
${code !== 0 && renderProvoking(generation, entry)}
${
  mistakes.length > 0 &&
  html`<h2 id="mistakes">What brings it about</h2>
<p>The mock answers ${code} to:</p>
<ul>${mistakes.map(({ sentence, operations: ids }) => html`<li>${prose(sentence)} (${linkOperations(generation, ids)})</li>`)}</ul>`
}
${unprovoked && html`<h2 id="mistakes">What brings it about</h2><p>No mistake of a caller: ${prose(unprovoked)}.</p>`}
${
  others.length > 0 &&
  html`<h2 id="others">What it would be accepted for</h2>
<p>The conformance suite accepts ${code} as well for:</p>
<ul>${others.map(({ sentence }) => html`<li>${prose(sentence)}</li>`)}</ul>`
}`;
}

/** How to get the code from the mock: in a test, over HTTP, and here. */
function renderProvoking(generation: Generation, { code, name: reason, operations }: ErrorEntry): Html {
  const { name } = generation;
  const example = `error-${code}`;
  const answering = listOperations(generation).find(
    ({ operationId, responses }) =>
      operations.includes(operationId) && responses['200']?.content['application/json']?.examples?.[example],
  );
  if (!answering) return html`<h2 id="provoke">Provoke it</h2><p>The mock has no example of it.</p>`;
  const { operationId } = answering;
  const inTest = `mock.respondWith('${name}.${operationId}', '${example}');\n// The next request is refused: error.code is ${code}, error.reason is '${reason}'.`;
  return html`<h2 id="provoke">Provoke it</h2>
<p>In a test, through the <a href="/guides/mock.html">mock</a>; over HTTP by the header <code>Prefer: example=${example}</code>.</p>
${codeBlock(highlight(inTest, 'ts'), 'Code')}
${renderTry(generation, { operationId, answer: example })}`;
}

/** A page for each decision, and their list. */
export function createDecisionPages(generation: Generation, places: Places): Page[] {
  const { name, decisions } = generation;
  const shared = { section: name, siblings: listSiblings(generation) } as const;
  const groups = Object.entries(Object.groupBy(decisions, ({ group }) => group));
  const index = {
    ...shared,
    path: `${name}/decisions/index.html`,
    title: `Decisions of generation ${name}`,
    description: `Where the vendor's pages disagree or are silent, and what the contract says instead.`,
    body: html`<h1>Decisions of ${name}</h1>
<p>The vendor's pages contradict each other, and are silent where a program needs to know. Each entry says what was decided, and what a live run would settle. Nothing here has been confirmed against the running service.</p>
${groups.map(([group, entries = []]) => html`<h2>${group}</h2><dl class="list">${entries.map(({ id, title }) => html`<dt><a href="/${name}/decisions/${id}.html">${id}</a></dt><dd>${prose(title)}</dd>`)}</dl>`)}`,
  };
  return [
    index,
    ...decisions.map(
      (decision): Page => ({
        ...shared,
        path: `${name}/decisions/${decision.id}.html`,
        title: `${decision.id} ${decision.title.replaceAll('`', '')}`,
        description: `A decision of the contract: ${decision.title}.`,
        body: renderDecision(generation, decision, places),
      }),
    ),
  ];
}

function renderDecision(generation: Generation, { id, title, text }: Decision, places: Places): Html {
  const { name, contract, citations, document } = generation;
  const citing = ({ decision }: { readonly decision: readonly string[] }) => decision.includes(id);
  const pointers = Object.entries(citations).filter(([, citation]) => citing(citation));
  const operations = listOperations(generation);
  const links = pointers.flatMap(([pointer]) => {
    const [, kind = '', group = '', key = ''] = pointer.split('/');
    const path = group.replaceAll('~1', '/');
    const operation = kind === 'paths' ? operations.find((each) => each.path === path) : undefined;
    if (operation) return `/${name}/${operation.operationId}.html`;
    if (kind === 'webhooks') return `/${name}/webhooks/${group}.html`;
    return kind === 'components' && group === 'schemas' && document.components.schemas[key]
      ? `/${name}/schemas.html#${key}`
      : [];
  });
  const codes = contract.errorCodes.filter(citing);
  const mistakes = contract.mistakes.filter(citing);
  const statements = joinLinks(
    [...new Set(links)].map(
      (link) => html`<a href="${link}">${link.replace(/^.*[/#]/, '').replace('.html', '')}</a>`,
    ),
  );
  return html`<h1>${id}: ${prose(title)}</h1>
${renderMarkdown(text, `spec/${name}/decisions.md`, places).body}
${links.length > 0 && html`<h2>Statements that rest on it</h2><p>${statements}</p>`}
${codes.length > 0 && html`<h2>Error codes</h2><p>${joinLinks(codes.map(({ code }) => html`<a href="/${name}/errors/${code}.html">${code}</a>`))}</p>`}
${mistakes.length > 0 && html`<h2>Mistakes</h2><ul>${mistakes.map(({ sentence, answer }) => html`<li>${prose(sentence)}: the mock answers <a href="/${name}/errors/${answer}.html">${answer}</a></li>`)}</ul>`}`;
}
