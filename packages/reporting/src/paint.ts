import { styleText } from 'node:util';

/** What a text may look like on a terminal. */
export type Style = Parameters<typeof styleText>[0];

/** Colours a text, or leaves it alone where no colours are wanted. */
export type Paint = (style: Style, text: string) => string;

/** The caller has decided on colours, so the stream is not asked again. */
export function createPaint(color: boolean): Paint {
  return (style, text) => (color ? styleText(style, text, { validateStream: false }) : text);
}
