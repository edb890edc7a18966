import { request } from '@octokit/request';

/** A repository on GitHub and the right to ask for it. */
export interface GitHub {
  /** Rejects with a {@link GitHubError} only. */
  readonly request: typeof request;
  /** What every route names: `{ owner, repo }`. */
  readonly repository: { readonly owner: string; readonly repo: string };
}

/** GitHub did not do what was asked; the message is one line with the remedy. */
export class GitHubError extends Error {
  override readonly name = 'GitHubError';
  /** Of the answer; undefined when none came. */
  readonly status: number | undefined;

  constructor(message: string, status?: number, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
  }
}

/** The variables that GitHub sets, and the token. */
export interface GitHubEnvironment {
  readonly GITHUB_TOKEN?: string | undefined;
  readonly GITHUB_REPOSITORY?: string | undefined;
  readonly GITHUB_API_URL?: string | undefined;
}

const patience = 30_000;

/** What the library's hook gets of a request. */
interface AskedRequest {
  readonly method: string;
  readonly url: string;
}

/**
 * Reads from the environment which repository is meant.
 *
 * @throws GitHubError when a variable is missing
 */
export function connectGitHub(environment: GitHubEnvironment): GitHub {
  const { GITHUB_TOKEN: token, GITHUB_API_URL: baseUrl = 'https://api.github.com' } = environment;
  const [owner, repo, ...rest] = (environment.GITHUB_REPOSITORY ?? '').split('/');
  if (!token) throw new GitHubError('GITHUB_TOKEN is not set: give the step env GITHUB_TOKEN');
  if (!owner || !repo || rest.length > 0) {
    throw new GitHubError('GITHUB_REPOSITORY is no owner/name: GitHub sets it, or set it by hand');
  }
  const connected = request.defaults({
    baseUrl,
    headers: { authorization: `Bearer ${token}`, 'x-github-api-version': '2022-11-28' },
    request: {
      hook: async (send: (request: AskedRequest) => Promise<unknown>, options: AskedRequest) => {
        const limited = { ...options, request: { signal: AbortSignal.timeout(patience) } };
        try {
          return await send(limited);
        } catch (error) {
          throw errorOf(error, `${options.method} ${options.url}`);
        }
      },
    },
  });
  return { request: connected, repository: { owner, repo } };
}

function errorOf(error: unknown, what: string): GitHubError {
  const [reason = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  const answered = error instanceof Error && 'response' in error && error.response !== undefined;
  const status = answered && 'status' in error ? Number(error.status) : undefined;
  const remedy = remedyOf(status, reason);
  return new GitHubError(
    status === undefined
      ? `GitHub did not answer ${what} (${reason}): ${remedy}`
      : `GitHub answered ${what} with ${status} (${reason}): ${remedy}`,
    status,
    { cause: error },
  );
}

function remedyOf(status: number | undefined, reason: string): string {
  if (status === 429 || /rate limit/i.test(reason)) return 'too many requests, run it again in an hour';
  if (status === undefined || status >= 500) return 'run it again later';
  if (status === 401) return 'the token is not valid, see GITHUB_TOKEN';
  if (status === 403 && /create(?:.*) pull requests/i.test(reason)) {
    return 'allow it in Settings, Actions, "Allow GitHub Actions to create and approve pull requests"';
  }
  if (status === 403 || status === 404) return 'see that the job has the permission';
  return 'see what is asked there';
}

/** All pages of a list, as GitHub says how many there are. */
export async function everyPage<Item>(ask: (page: number) => Promise<readonly Item[]>): Promise<Item[]> {
  const items: Item[] = [];
  for (let page = 1; page <= maxPages; page++) {
    const found = await ask(page);
    items.push(...found);
    if (found.length < perPage) return items;
  }
  throw new GitHubError(`GitHub lists more than ${maxPages * perPage} entries: narrow what is asked`);
}

/** What {@link everyPage} takes for a whole page: ask with `per_page: perPage`. */
export const perPage = 100;
const maxPages = 50;
