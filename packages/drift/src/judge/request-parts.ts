/** The parts of a URL that the contract speaks of. */
export interface RequestParts {
  readonly host: string;
  readonly path: string;
  /** Each value of each query parameter, decoded. */
  readonly query: ReadonlyMap<string, readonly string[]>;
}

/** Takes a URL apart. A record of traffic holds thousands that differ in little but their numbers: no `URL` is made. */
export function requestPartsOf(url: string): RequestParts {
  const hostAt = url.indexOf('://') + 3;
  const fragmentAt = url.indexOf('#');
  const whole = fragmentAt < 0 ? url : url.slice(0, fragmentAt);
  const queryAt = whole.indexOf('?');
  const end = queryAt < 0 ? whole.length : queryAt;
  const slash = whole.indexOf('/', hostAt);
  const pathAt = slash < 0 || slash > end ? end : slash;
  return {
    host: whole.slice(hostAt < 3 ? 0 : hostAt, pathAt).toLowerCase(),
    path: whole.slice(pathAt, end),
    query: queryOf(queryAt < 0 ? '' : whole.slice(queryAt + 1)),
  };
}

function queryOf(text: string): ReadonlyMap<string, readonly string[]> {
  const query = new Map<string, string[]>();
  for (const part of text.split('&')) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    const name = decode(equals < 0 ? part : part.slice(0, equals));
    const value = equals < 0 ? '' : decode(part.slice(equals + 1));
    const known = query.get(name);
    if (known) known.push(value);
    else query.set(name, [value]);
  }
  return query;
}

function decode(text: string): string {
  if (!text.includes('%') && !text.includes('+')) return text;
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
