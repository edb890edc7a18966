/** Runs in a page: what reaches over the right edge, also where a card would hide that. */
export function cutOff(): string[] {
  return [...document.querySelectorAll('body *')].flatMap((element) => {
    const over = element.getBoundingClientRect().right - document.documentElement.clientWidth;
    return over > 0.5 ? [`${element.tagName} ${element.className} by ${over} px`] : [];
  });
}

/** Runs in a page: texts whose contrast with the ground beneath them is under 4.5. */
export function faintTexts(): string[] {
  const channels = (color: string) => (color.match(/[\d.]+/g) ?? []).map(Number);
  const luminance = (color: string) => {
    const [red = 0, green = 0, blue = 0] = channels(color).map((value) =>
      value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4,
    );
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const findGround = (element: Element | null): string => {
    if (!element) return 'rgb(255, 255, 255)';
    const color = getComputedStyle(element).backgroundColor;
    return channels(color)[3] === 0 ? findGround(element.parentElement) : color;
  };
  return [...document.querySelectorAll('body *')].flatMap((element) => {
    const text = [...element.childNodes].find((node) => node.nodeType === 3 && node.textContent?.trim());
    if (!text || !element.checkVisibility() || /^(SCRIPT|NOSCRIPT)$/.test(element.tagName)) return [];
    const [low = 0, high = 0] = [getComputedStyle(element).color, findGround(element)]
      .map(luminance)
      .toSorted((a, b) => a - b);
    const contrast = (high + 0.05) / (low + 0.05);
    return contrast < 4.5 ? [`${text.textContent?.trim()} (${contrast.toFixed(2)})`] : [];
  });
}

/** Runs in a page: words that are broken in their middle. */
export function brokenWords(): string[] {
  const words: string[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!parent?.checkVisibility() || parent.closest('pre, script, noscript, .unseen')) continue;
    for (const { 0: word, index } of (node.nodeValue ?? '').matchAll(/[\w-]+/g)) {
      const range = document.createRange();
      range.setStart(node, index);
      range.setEnd(node, index + word.length);
      const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)));
      if (lines.size > 1 && !word.includes('-')) words.push(word);
    }
  }
  return words;
}

/** Runs in a page: what a field shows and has no place for. */
export function cutFieldTexts(): string[] {
  const canvas = document.createElement('canvas').getContext('2d');
  if (!canvas) return ['a page without a canvas cannot be measured'];
  const arrowWidth = 20;
  const measureRest = (field: HTMLElement, text: string, more = 0) => {
    const style = getComputedStyle(field);
    canvas.font = style.font;
    const padding = Number.parseFloat(style.paddingLeft) + Number.parseFloat(style.paddingRight) + more;
    return field.clientWidth - padding - canvas.measureText(text).width;
  };
  const inputs = [...document.querySelectorAll<HTMLInputElement>('input[placeholder]')].map((field) => {
    return { text: field.placeholder, rest: measureRest(field, field.placeholder) };
  });
  const menus = [...document.querySelectorAll('select')].map((field) => {
    const text = field.selectedOptions[0]?.text ?? '';
    return { text, rest: measureRest(field, text, arrowWidth) };
  });
  return [...inputs, ...menus].filter(({ rest }) => rest < 0).map(({ text }) => text);
}
