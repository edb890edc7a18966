import { defaultTreeAdapter as adapter, type DefaultTreeAdapterTypes as Tree } from 'parse5';

/** `main` or `article`; else the narrowest element that holds the title and every table and sample. */
export function findContent(document: Tree.Document): Tree.ParentNode {
  const count = createCount(new Set(['table', 'pre']));
  const found = ['main', 'article'].flatMap((name) => elementsIn(document, name));
  const own = found.find((element) => count(element) > 0);
  if (own) return own;
  const all = count(document);
  let content: Tree.ParentNode | null = elementsIn(document, 'h1')[0] ?? null;
  while (content && count(content) < all) content = 'parentNode' in content ? content.parentNode : null;
  return (all > 0 && content) || document;
}

export type CountIn = (node: Tree.ParentNode) => number;

/** Counts the elements of some names in a node. Each node is looked at once, however often it is asked. */
export function createCount(names: ReadonlySet<string>): CountIn {
  const known = new WeakMap<Tree.ParentNode, number>();
  const count = (node: Tree.ParentNode): number => {
    const before = known.get(node);
    if (before !== undefined) return before;
    let found = 0;
    for (const child of adapter.getChildNodes(node)) {
      if (!adapter.isElementNode(child)) continue;
      found += (names.has(adapter.getTagName(child)) ? 1 : 0) + count(child);
    }
    known.set(node, found);
    return found;
  };
  return count;
}

const around =
  /(?:^|[-_ ])(?:nav|navbar|navigation|menu|sidebar|breadcrumbs?|banner|footer|recommend(?:ed|ation)?s?|related|toc|feedback|cookies?|ads?|promo(?:tion)?)(?:$|[-_ ])/;
const aroundRoles = new Set(['navigation', 'banner', 'contentinfo', 'complementary', 'search', 'dialog']);

/** What every page of a site has around its content, as classes, ids and roles name it. */
export function isAround(element: Tree.Element): boolean {
  return adapter.getAttrList(element).some(({ name, value }) => {
    if (name === 'role') return aroundRoles.has(value);
    if (name !== 'class' && name !== 'id') return false;
    return around.test(
      value
        .slice(0, 500)
        .replaceAll(/(?<=[a-z])(?=[A-Z])/g, '-')
        .toLowerCase(),
    );
  });
}

// The elements of a name in a node, in the order of reading. Those within one of them, and within an element of the
// other name, are left out.
export function elementsIn(node: Tree.ParentNode, name: string, except = name): Tree.Element[] {
  const found: Tree.Element[] = [];
  const visit = (parent: Tree.ParentNode): void => {
    for (const child of adapter.getChildNodes(parent)) {
      if (!adapter.isElementNode(child)) continue;
      const own = adapter.getTagName(child);
      if (own === name) found.push(child);
      else if (own !== except) visit(child);
    }
  };
  visit(node);
  return found;
}
