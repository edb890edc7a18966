// The form "Try it": sends what it holds to the mock, in this page.
import type { Mock } from '@trtc-call/mock';

/** What the page gives the form. */
export interface TryData {
  readonly generation: 'v1' | 'v4';
  /** Shown first. */
  readonly operationId: string;
  readonly answer: string;
  readonly query: readonly { readonly name: string; readonly value: string }[];
  readonly operations: readonly TryOperation[];
}

interface TryOperation {
  readonly operationId: string;
  readonly path: string;
  readonly bodies: readonly Example[];
  /** Names of the examples of its answer. */
  readonly answers: readonly string[];
}

export interface Example {
  readonly name: string;
  readonly text: string;
}

const form = find(document, 'form.try', HTMLFormElement);
const log = find(document, '.exchanges', HTMLElement);
const data: TryData = JSON.parse(find(document, '#try-data', HTMLElement).textContent ?? '');
const operation = find(form, '[name=operation]', HTMLSelectElement);
const example = find(form, '[name=example]', HTMLSelectElement);
const body = find(form, '[name=body]', HTMLTextAreaElement);
const answer = find(form, '[name=answer]', HTMLSelectElement);
/** Ids of calls stand in for those of the examples once the mock has told one. */
const callIdMember = /("call_?id": ")[^"]*"/i;
let callId: string | undefined;
let mock: Promise<Mock> | undefined;

operation.append(...data.operations.map(({ operationId }) => new Option(operationId, operationId)));
operation.value = data.operationId;
find(form, '.query', HTMLElement).append(
  ...data.query.map(({ name, value }) => {
    const label = document.createElement('label');
    const input = Object.assign(document.createElement('input'), { name: `query-${name}`, value });
    label.append(name, ' ', input);
    return label;
  }),
);
showOperation();
if (data.answer) answer.value = data.answer;

operation.addEventListener('change', showOperation);
example.addEventListener('change', showBody);
form.addEventListener('submit', (event) => {
  event.preventDefault();
  send().catch((error: unknown) => show('The request could not be made', String(error)));
});

function current(): TryOperation {
  const found = data.operations.find(({ operationId }) => operationId === operation.value);
  if (!found) throw new Error(`no operation ${operation.value}`);
  return found;
}

function showOperation(): void {
  const { bodies, answers } = current();
  example.replaceChildren(...bodies.map(({ name }, at) => new Option(name, String(at))));
  const asTheMockDecides = new Option('whatever the request deserves', '');
  answer.replaceChildren(asTheMockDecides, ...answers.map((name) => new Option(`the example ${name}`, name)));
  showBody();
}

function showBody(): void {
  const text = current().bodies[Number(example.value)]?.text ?? '{}';
  body.value = callId === undefined ? text : text.replace(callIdMember, `$1${callId}"`);
  body.rows = Math.min(16, body.value.split('\n').length + 1);
}

async function send(): Promise<void> {
  const button = find(form, 'button', HTMLButtonElement);
  button.disabled = true;
  try {
    mock ??= startMock();
    const started = await mock;
    const { path } = current();
    const automatic: Record<string, () => string | number> = {
      usersig: () => started.userSig(),
      sdkappid: () => started.sdkAppId,
      random: () => crypto.getRandomValues(new Uint32Array(1))[0] ?? 0,
    };
    const fields = new FormData(form);
    const query = data.query.map(({ name }) => {
      const value = String(fields.get(`query-${name}`));
      return [name, value === 'auto' ? String(automatic[name]?.() ?? value) : value];
    });
    const url = `${form.dataset.host}${path}?${new URLSearchParams(query.filter(([, value]) => value !== ''))}`;
    const headers = new Headers({ 'content-type': 'application/json' });
    if (answer.value) headers.set('prefer', `example=${answer.value}`);
    const response = await started.fetch(url, { method: 'POST', headers, body: body.value });
    const mistake = response.headers.get('x-mock-mistake');
    const text = await response.text();
    callId = /"call_?id":"([^"]+)"/i.exec(text)?.[1] ?? callId;
    show(
      `POST ${path}: HTTP ${response.status}${mistake ? `, the mock found: ${mistake}` : ''}`,
      pretty(text),
    );
  } finally {
    button.disabled = false;
  }
}

/** The mock, with a record of the call that the examples name. */
async function startMock(): Promise<Mock> {
  const address = new URL('./mock.js', import.meta.url).href;
  const { createMock }: typeof import('@trtc-call/mock') = await import(address);
  const started = await createMock();
  const named = data.operations
    .flatMap(({ bodies }) => bodies)
    .map(({ text }) => /"(call_?id)": "([^"]*)"/i.exec(text));
  const [, member, id] = named.find(Boolean) ?? [];
  if (member && id) started.records.add({ [member]: id }, { generation: data.generation });
  return started;
}

function show(title: string, text: string): void {
  const heading = Object.assign(document.createElement('h3'), { textContent: title });
  const block = Object.assign(document.createElement('pre'), { textContent: text, tabIndex: 0 });
  log.replaceChildren(heading, block, ...[...log.children].slice(0, 18));
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function find<Kind extends Element>(within: ParentNode, selector: string, kind: new () => Kind): Kind {
  const found = within.querySelector(selector);
  if (!(found instanceof kind)) throw new Error(`no ${selector}`);
  return found;
}
