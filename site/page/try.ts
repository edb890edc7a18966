// The form "Try it": sends what it holds to the mock, in this page.
import type { Mock } from '@trtc-call/mock';
import type { OpenApiDocument } from '@trtc-call/spec/v4/openapi';

const form = find(document, 'form.try', HTMLFormElement);
const log = find(document, '.exchanges', HTMLElement);
const operation = find(form, '[name=operation]', HTMLSelectElement);
const example = find(form, '[name=example]', HTMLSelectElement);
const body = find(form, '[name=body]', HTMLTextAreaElement);
const answer = find(form, '[name=answer]', HTMLSelectElement);
const generation = form.dataset.generation === 'v1' ? 'v1' : 'v4';
const contract: OpenApiDocument = await (
  await fetch(new URL(`../openapi/${generation}.json`, import.meta.url))
).json();
const operations = Object.entries(contract.paths).map(([path, { post }]) => ({
  path,
  operationId: post.operationId,
  bodies: Object.entries(post.requestBody.content['application/json']?.examples ?? {}),
  answers: Object.keys(post.responses['200']?.content['application/json']?.examples ?? {}),
}));
/** The call that examples name. It is going on, and a call that was started since takes its place. */
const exampleCall = findCallId('getCallInfo');
let call = exampleCall;
let mock: Promise<Mock> | undefined;

/** What is made for each request, unless another value is typed. */
const automatic: Readonly<Record<string, (mock: Mock) => string | number>> = {
  usersig: (started) => started.userSig(),
  sdkappid: (started) => started.sdkAppId,
  random: () => crypto.getRandomValues(new Uint32Array(1))[0] ?? 0,
};
const query = Object.values(contract.components.parameters).map(({ name = '', example: byDefault }) => {
  const label = document.createElement('label');
  const input = document.createElement('input');
  input.name = `query-${name}`;
  input.value = automatic[name] ? 'auto' : String(byDefault);
  label.append(name, ' ', input);
  find(form, '.query', HTMLElement).append(label);
  return { name, input };
});

operation.append(...operations.map(({ operationId }) => new Option(operationId, operationId)));
operation.value = form.dataset.operation ?? '';
showOperation();
answer.value = form.dataset.answer ?? '';
form.hidden = false;
operation.addEventListener('change', showOperation);
example.addEventListener('change', showBody);
form.addEventListener('submit', (event) => {
  event.preventDefault();
  send().catch((error: unknown) => show('The request could not be made', String(error)));
});

function current() {
  const found = operations.find(({ operationId }) => operationId === operation.value);
  if (!found) throw new Error(`no operation ${operation.value}`);
  return found;
}

function showOperation(): void {
  const { bodies, answers } = current();
  example.replaceChildren(...bodies.map(([name, { summary = name }], at) => new Option(summary, String(at))));
  const asTheMockDecides = new Option('whatever the request deserves', '');
  answer.replaceChildren(asTheMockDecides, ...answers.map((name) => new Option(`the example ${name}`, name)));
  showBody();
}

function showBody(): void {
  const [, shown] = current().bodies[Number(example.value)] ?? [];
  body.value = JSON.stringify(shown?.value ?? {}, adaptMember, 2);
  body.rows = Math.min(16, body.value.split('\n').length + 1);
}

/** Examples are of another year: they ask for what the mock has, the records of this week. */
function adaptMember(name: string, value: unknown): unknown {
  const now = Math.floor(Date.now() / 1000);
  if (/^end_?time/i.test(name)) return now;
  if (/^start_?time/i.test(name) && value !== 0) return now - 6 * 86_400;
  return value === exampleCall ? call : value;
}

/** The call that the first example of an operation names. */
function findCallId(operationId: string): string | undefined {
  const [[, first] = []] =
    operations.find((operation) => operation.operationId === operationId)?.bodies ?? [];
  return /"callid":"([^"]*)"/i.exec(JSON.stringify(first) ?? '')?.[1];
}

async function send(): Promise<void> {
  const button = find(form, 'button', HTMLButtonElement);
  button.disabled = true;
  try {
    mock ??= startMock();
    const started = await mock;
    const { path } = current();
    const parameters = new URLSearchParams();
    for (const { name, input } of query) {
      const value = input.value === 'auto' ? String(automatic[name]?.(started) ?? 'auto') : input.value;
      if (value !== '') parameters.set(name, value);
    }
    const headers = new Headers({ 'content-type': 'application/json' });
    if (answer.value) headers.set('prefer', `example=${answer.value}`);
    const url = `${contract.servers[0]?.url}${path}?${parameters}`;
    const response = await started.fetch(url, { method: 'POST', headers, body: body.value });
    const mistake = response.headers.get('x-mock-mistake');
    const text = await response.text();
    if (operation.value === 'startCallByRobot') call = /"CallId":"([^"]+)"/.exec(text)?.[1] ?? call;
    show(
      `POST ${path}: HTTP ${response.status}${mistake ? `, the mock found: ${mistake}` : ''}`,
      pretty(text),
    );
  } finally {
    button.disabled = false;
  }
}

/** The mock, with the call and the record that the examples name. */
async function startMock(): Promise<Mock> {
  const address = new URL('./mock.js', import.meta.url).href;
  const { createMock }: typeof import('@trtc-call/mock') = await import(address);
  const started = await createMock();
  const id = findCallId('getRecordByCallId');
  if (id) started.records.add(generation === 'v1' ? { callId: id } : { CallId: id }, { generation });
  if (exampleCall) {
    started.simulateCall({ generation: 'v4', callId: exampleCall, pace: 'real', talkSeconds: 3600 });
  }
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
