/** An issue, or a pull request, as it is stored. */
export interface FakeItem {
  readonly number: number;
  title: string;
  body: string;
  state: 'open' | 'closed';
  state_reason: string | null;
  labels: string[];
  readonly comments: FakeComment[];
  readonly user: { login: string };
  /** Of a pull request. */
  pull?: { head: string; base: string; merged: boolean };
}

export interface FakeComment {
  readonly id: number;
  body: string;
  readonly user: { login: string };
}

export interface FakeRun {
  readonly status: string;
  readonly conclusion: string | null;
  readonly created_at: string;
}

/** The account behind the token of a workflow. */
const bot = 'github-actions[bot]';

/** What a repository on GitHub holds, with those routes of its API that these scripts ask. */
export class FakeStore {
  readonly items: FakeItem[] = [];
  readonly runs: FakeRun[] = [];
  /** Of the remote; a test that pushes gives those of its repository. */
  branches: { has(name: string): boolean } = new Set<string>();
  #comments = 0;

  /** @returns status and body, as GitHub would answer */
  answer(method: string, path: string, query: URLSearchParams, body: Record<string, unknown>): Answer {
    for (const [route, handle] of this.#routes) {
      const [verb = '', pattern = ''] = route.split(' ');
      const match = verb === method ? new RegExp(`^${pattern}$`).exec(path) : null;
      if (match) return handle({ query, body, name: decodeURIComponent(match[1] ?? '') });
    }
    return missing;
  }

  add(item: Partial<Omit<FakeItem, 'number'>> & { title: string }): FakeItem {
    const added: FakeItem = {
      number: this.items.length + 1,
      body: '',
      state: 'open',
      state_reason: null,
      labels: [],
      comments: [],
      user: { login: bot },
      ...item,
    };
    this.items.push(added);
    return added;
  }

  comment(item: FakeItem, body: string, login = bot): FakeComment {
    const comment = { id: ++this.#comments, body, user: { login } };
    item.comments.push(comment);
    return comment;
  }

  readonly #routes: readonly (readonly [route: string, handle: (asked: Asked) => Answer])[] = [
    [
      'GET /issues',
      ({ query }) => pageOf(this.items.filter((item) => isAsked(item, query)).map(shown), query),
    ],
    [
      'GET /pulls',
      ({ query }) => pageOf(this.items.filter((item) => item.pull && isAsked(item, query)).map(shown), query),
    ],
    ['POST /issues', ({ body }) => [201, shown(this.add({ ...texts(body), labels: words(body.labels) }))]],
    ['POST /pulls', ({ body }) => this.#open(body)],
    ['PATCH /(?:issues|pulls)/(\\d+)', (asked) => this.#edit(asked)],
    [
      'GET /issues/(\\d+)/comments',
      ({ name, query }) => this.#of(name, (item) => pageOf(item.comments, query)),
    ],
    [
      'POST /issues/(\\d+)/comments',
      ({ name, body }) => this.#of(name, (item) => [201, this.comment(item, String(body.body))]),
    ],
    ['PATCH /issues/comments/(\\d+)', ({ name, body }) => this.#editComment(Number(name), String(body.body))],
    ['GET /actions/workflows/[\\w.]+/runs', ({ query }) => this.#runs(query)],
  ];

  #of(number: string, handle: (item: FakeItem) => Answer): Answer {
    const item = this.items.find((known) => known.number === Number(number));
    return item ? handle(item) : missing;
  }

  #open(body: Record<string, unknown>): Answer {
    const [head, base] = [String(body.head), String(body.base)];
    if (!this.branches.has(head)) return [422, { message: 'Validation Failed: head is invalid' }];
    const isOpen = this.items.some(({ pull, state }) => pull?.head === head && state === 'open');
    if (isOpen) return [422, { message: `A pull request already exists for ${head}` }];
    return [201, shown(this.add({ ...texts(body), pull: { head, base, merged: false } }))];
  }

  #edit({ name, body }: Asked): Answer {
    return this.#of(name, (item) => {
      if (body.title !== undefined) item.title = String(body.title);
      if (body.body !== undefined) item.body = String(body.body);
      if (body.state === 'open' || body.state === 'closed') item.state = body.state;
      if (body.state_reason !== undefined) item.state_reason = String(body.state_reason);
      return [200, shown(item)];
    });
  }

  #editComment(id: number, body: string): Answer {
    const comment = this.items.flatMap(({ comments }) => comments).find((known) => known.id === id);
    return comment ? [200, Object.assign(comment, { body })] : missing;
  }

  #runs(query: URLSearchParams): Answer {
    const [status, data] = pageOf(
      this.runs.filter((run) => run.status === query.get('status')),
      query,
    );
    return [status, { total_count: this.runs.length, workflow_runs: data }];
  }
}

interface Asked {
  query: URLSearchParams;
  body: Record<string, unknown>;
  name: string;
}

type Answer = readonly [status: number, body?: unknown];

const missing: Answer = [404, { message: 'Not Found' }];

function isAsked({ state, user, pull }: FakeItem, query: URLSearchParams): boolean {
  const [wanted, creator, head] = ['state', 'creator', 'head'].map((name) => query.get(name));
  return (
    (wanted === 'all' || state === (wanted ?? 'open')) &&
    (creator == null || user.login === creator) &&
    (head == null || `an-owner:${pull?.head}` === head)
  );
}

function pageOf(items: readonly unknown[], query: URLSearchParams): Answer {
  const size = Number(query.get('per_page') ?? 30);
  const from = (Number(query.get('page') ?? 1) - 1) * size;
  return [200, items.slice(from, from + size)];
}

function shown({ pull, labels, comments, ...item }: FakeItem): object {
  const common = { ...item, labels: labels.map((name) => ({ name })), comments: comments.length };
  if (!pull) return common;
  const { head, base, merged } = pull;
  return {
    ...common,
    pull_request: {},
    head: { ref: head },
    base: { ref: base },
    merged_at: merged ? 'then' : null,
  };
}

function texts(body: Record<string, unknown>): { title: string; body: string } {
  return { title: String(body.title), body: String(body.body) };
}

function words(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
