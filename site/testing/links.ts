import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Links of pages, feed and llms.txt that lead nowhere, and what a page would load from elsewhere. @param url - of the site */
export function findBrokenLinks(folder: string, url: string): string[] {
  const files = globSync('**/*.{html,atom,txt}', { cwd: folder, exclude: ['files/**/*.txt', 'assets'] });
  const ids = new Map<string, ReadonlySet<string>>();
  const readIds = (file: string) => {
    const known =
      ids.get(file) ??
      new Set([...readFileSync(file, 'utf8').matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id ?? ''));
    ids.set(file, known);
    return known;
  };
  return files.flatMap((file) => {
    // Whole addresses of the site, and in the page for what is not found whole paths, are links within it.
    const own = file === '404.html' ? `"${new URL(url).pathname}` : url;
    const text = readFileSync(join(folder, file), 'utf8')
      .replaceAll(own, own.replace(/[^"]+/, './'))
      .replace(/<(script|pre)\b[^>]*>[\s\S]*?<\/\1>/g, '');
    const pattern = file.endsWith('.txt')
      ? /\]\(()([^)]*)\)/g
      : /<(\w+)[^>]*?\s(?:href|src|action)="([^"]*)"/g;
    return [...text.matchAll(pattern)].flatMap(([, tag = '', link = '']) => {
      const fault = findFault(join(folder, file), tag, link, readIds);
      return fault ? [`${file}: ${link} ${fault}`] : [];
    });
  });
}

function findFault(
  from: string,
  tag: string,
  link: string,
  readIds: (file: string) => ReadonlySet<string>,
): string | undefined {
  if (/^(?:data|mailto):/.test(link)) return undefined;
  if (/^(?:https?:)?\/\//.test(link)) return tag === 'a' ? undefined : 'is loaded from another host';
  if (link.startsWith('/')) return 'leaves the path below which the site stands';
  const [path = '', anchor] = link.replaceAll('&amp;', '&').split('#');
  const target = path === '' ? from : join(dirname(from), decodeURIComponent(path.split('?')[0] ?? ''));
  const file = existsSync(target) && statSync(target).isDirectory() ? join(target, 'index.html') : target;
  if (!existsSync(file)) return 'is not there';
  if (!anchor || !file.endsWith('.html')) return undefined;
  return readIds(file).has(decodeURIComponent(anchor)) ? undefined : 'has no such heading';
}
