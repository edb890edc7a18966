/** Redacts a text. If it was JSON, it still is: where a span broke it, each of its values is redacted by itself. */
export function redactJson(text: string, redact: (text: string) => string): string {
  const shown = redact(text);
  if (shown === text || !/^\s*["[{\d-]/.test(text) || !isJson(text) || isJson(shown)) return shown;
  return JSON.stringify(JSON.parse(text, (_, value: unknown) => redactValue(value, redact)));
}

function redactValue(value: unknown, redact: (text: string) => string): unknown {
  if (typeof value === 'string') return redact(value);
  if (typeof value === 'number')
    return redact(String(value)) === String(value) ? value : redact(String(value));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [redact(name), member]));
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    // No value is needed, and nesting that is too deep to be read is not read by anybody else either.
    return false;
  }
}
