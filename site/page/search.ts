// The page of results: the index is read from the site itself.
interface Found {
  readonly url: string;
  readonly meta: { readonly title: string };
  /** HTML with the words marked. */
  readonly excerpt: string;
  /** The parts of the page that have the words. */
  readonly sub_results: readonly { readonly url: string; readonly title: string }[];
}

interface Pagefind {
  search(words: string): Promise<{ readonly results: readonly { data(): Promise<Found> }[] }>;
}

const list = document.querySelector('#results');
const count = document.querySelector('#count');
const input = document.querySelector('#query');
const most = 30;
const mostParts = 4;

if (list && count && input instanceof HTMLInputElement) {
  input.value = new URLSearchParams(location.search).get('q') ?? '';
  input.addEventListener('input', () => void search(list, count, input));
  void search(list, count, input);
}

async function search(list: Element, count: Element, { value }: { value: string }): Promise<void> {
  const address = new URL('../pagefind/pagefind.js', import.meta.url).href;
  const pagefind: Pagefind = await import(address);
  const { results } = await pagefind.search(value);
  const found = await Promise.all(results.slice(0, most).map((result) => result.data()));
  count.textContent = value === '' ? '' : `${results.length} pages`;
  list.replaceChildren(
    ...found.map(({ url, meta, excerpt, sub_results }) => {
      const item = document.createElement('li');
      const link = createLink(url, meta.title);
      const parts = sub_results.filter(({ title }) => title !== meta.title).slice(0, mostParts);
      const text = document.createElement('p');
      // Pagefind escapes the text of the page.
      text.innerHTML = excerpt;
      item.append(link, ...parts.flatMap((part) => [' ', createLink(part.url, part.title)]), text);
      return item;
    }),
  );
}

function createLink(href: string, textContent: string): HTMLAnchorElement {
  return Object.assign(document.createElement('a'), { href, textContent });
}
