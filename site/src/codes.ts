import type { ErrorEntry } from '@trtc-call/spec';
import {
  type Decision,
  type Generation,
  linkCodes,
  linkDecisions,
  linkOperations,
  linkSources,
  listOperations,
} from './generations.ts';
import { highlight, type Places, renderMarkdown } from './markdown.ts';
import { codeBlock, describe, type Html, html, joinLinks, type Page, prose } from './page.ts';
import { listSiblings, renderTry, tryScript } from './reference.ts';

/** A page for each error code and each decision, and a list of each. */
export function createEntryPages(generation: Generation, places: Places): Page[] {
  const { name, contract, decisions } = generation;
  const { envelope, otherErrorCode, errorCodes } = contract;
  const groups = Object.entries(Object.groupBy(decisions, ({ group }) => group));
  const pages: Omit<Page, 'section' | 'siblings'>[] = [
    {
      path: `${name}/errors/index.html`,
      title: `Error codes of generation ${name}`,
      description: `Every error code of generation ${name}, with its cause and what to do about it.`,
      body: html`<h1>Error codes of ${name}</h1>
<p>Every answer has HTTP status 200: <code>${envelope.code}</code> says what became of the request. A code that is not listed: ${otherErrorCode.cause} ${otherErrorCode.remedy}</p>
${linkCodes(generation, errorCodes)}`,
    },
    ...errorCodes.map((entry) => ({
      path: `${name}/errors/${entry.code}.html`,
      title: `${entry.code} ${entry.name} (${name})`,
      description: `${entry.cause} ${entry.remedy}`,
      body: renderError(generation, entry),
      ...(entry.code !== 0 && { head: tryScript }),
    })),
    {
      path: `${name}/decisions/index.html`,
      title: `Decisions of generation ${name}`,
      description: `Where the vendor's pages disagree or are silent, and what the contract says instead.`,
      body: html`<h1>Decisions of ${name}</h1>
<p>The vendor's pages contradict each other, and are silent where a program needs to know. Each entry says what was decided, and what a live run would settle. Nothing here has been confirmed against the running service.</p>
${groups.map(
  ([group, entries = []]) =>
    html`<h2>${group}</h2>${describe(
      'list',
      entries.map(({ id, title }) => [html`<a href="/${name}/decisions/${id}.html">${id}</a>`, prose(title)]),
    )}`,
)}`,
    },
    ...decisions.map((decision) => ({
      path: `${name}/decisions/${decision.id}.html`,
      title: `${decision.id} ${decision.title.replaceAll('`', '')}`,
      description: `A decision of the contract: ${decision.title}.`,
      body: renderDecision(generation, decision, places),
    })),
  ];
  const siblings = listSiblings(generation);
  return pages.map((page) => ({ ...page, section: name, siblings }));
}

function renderError(generation: Generation, entry: ErrorEntry): Html {
  const { mistakes } = generation.contract;
  const { code, cause, remedy, retryable, possiblyApplied, operations, unprovoked, inChat } = entry;
  const { decision, source } = entry;
  const provoking = mistakes.filter(({ answer }) => answer === code);
  const others = mistakes.filter(
    ({ answer, allowed }) => answer !== code && allowed !== 'any' && allowed.includes(code),
  );
  return html`<h1>${code} <code>${entry.name}</code></h1>
<p>${prose(cause)}</p>
${describe('facts', [
  ['What to do', prose(remedy)],
  [
    'The same request again',
    html`${retryable ? 'may succeed later' : 'fails the same way'}${possiblyApplied && '; the service may have carried out the operation before it failed'}`,
  ],
  ['Operations', linkOperations(generation, operations)],
  inChat !== undefined && ['In the Chat API', html`the same number means: ${prose(inChat)}`],
  ['Pages of the vendor', linkSources(source)],
  decision.length > 0 && ['Decisions', linkDecisions(generation, decision)],
])}
${code !== 0 && renderProvoking(generation, entry)}
${
  provoking.length > 0 &&
  html`<h2 id="mistakes">What brings it about</h2>
<p>The mock answers ${code} to:</p>
<ul>${provoking.map(({ sentence, operations: ids }) => html`<li>${prose(sentence)} (${linkOperations(generation, ids)})</li>`)}</ul>`
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
${codeBlock(highlight(inTest, 'ts'))}
${renderTry(generation, operationId, example)}`;
}

function renderDecision(generation: Generation, { id, title, text }: Decision, places: Places): Html {
  const { name, contract, citations, document } = generation;
  const citing = ({ decision }: { readonly decision: readonly string[] }) => decision.includes(id);
  const pointers = Object.entries(citations).filter(([, citation]) => citing(citation));
  const operations = listOperations(generation);
  const links = pointers.flatMap(([pointer]) => {
    const [, kind = '', group = '', key = ''] = pointer.split('/');
    const path = group.replaceAll('~1', '/');
    const operation = kind === 'paths' ? operations.find((operation) => operation.path === path) : undefined;
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
