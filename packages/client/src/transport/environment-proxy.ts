/** A proxy that the environment names for a service. */
export interface EnvironmentProxy {
  readonly variable: string;
  /** Host and port, without credentials. */
  readonly host: string;
}

/** Node ignores a proxy of the environment before these versions. */
const firstVersions: Readonly<Record<number, number>> = { 22: 21, 24: 5 };

/** Finds the proxy for a service. Hosts of this machine are asked directly, and `NODE_USE_ENV_PROXY=0` turns it off. */
export function findProxy(
  baseUrl: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): EnvironmentProxy | undefined {
  const { protocol, hostname } = new URL(baseUrl);
  if (isLoopback(hostname) || environment.NODE_USE_ENV_PROXY === '0') return undefined;
  const name = protocol === 'https:' ? 'https_proxy' : 'http_proxy';
  const variable = [name, name.toUpperCase()].find((one) => environment[one]);
  const text = variable && environment[variable];
  if (!variable || !text) return undefined;
  const url = URL.parse(text.includes('://') ? text : `http://${text}`);
  return { variable, host: url?.host || '(not a URL)' };
}

/** Says what may be wrong with the way to a service that was not reached; nothing for another failure. */
export function describeProxy(
  code: string | undefined,
  proxy: EnvironmentProxy | undefined,
  nodeVersion = process.versions.node,
): string {
  const isUnreached =
    code !== undefined &&
    /^(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|E(HOST|NET)UNREACH|ERR_PROXY_\w+)$/.test(code);
  if (!isUnreached) return '';
  if (!proxy) return code === 'ENOTFOUND' ? '; where a proxy is needed, set HTTPS_PROXY' : '';
  const { variable, host } = proxy;
  if (usesProxy(nodeVersion)) return `; ${variable} names the proxy ${host}`;
  return `; ${variable} names the proxy ${host}, which Node uses from 22.21 and 24.5 on (this is ${nodeVersion})`;
}

function usesProxy(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 24 || minor >= (firstVersions[major] ?? Number.POSITIVE_INFINITY);
}

/** Whether a host is this machine. */
export function isLoopback(host: string): boolean {
  return (
    host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127\.[\d.]+$/.test(host)
  );
}
