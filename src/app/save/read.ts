/** Reads a part of the page as one picture: drawings as they are, boxes and lines of text as a browser laid them out. */
import { ascentOf, colourOf } from '#app/save/colours.ts';
import { drawnOf } from '#app/save/drawn.ts';
import { type Attributes, element, textElement } from '#export/svg.ts';

interface Reading {
  /** Where the picture's corner is on the screen. */
  readonly left: number;
  readonly top: number;
  clips: number;
  /** Lowest pixel that anything was drawn at. */
  bottom: number;
  /** What sticks to an edge lies over what scrolls under it: it is drawn last. */
  over: string[];
}

const FOOT = 8;

export interface Read {
  readonly width: number;
  readonly height: number;
  readonly body: string;
}

/** All of what a scrolling room holds, not only what is in sight. */
export function readPicture(root: HTMLElement): Read {
  const box = root.getBoundingClientRect();
  const reading: Reading = {
    left: box.left - root.scrollLeft + root.clientLeft,
    top: box.top - root.scrollTop + root.clientTop,
    clips: 0,
    bottom: 0,
    over: [],
  };
  const body = childrenOf(root, reading) + reading.over.join('');
  return { width: Math.ceil(root.scrollWidth), height: Math.min(Math.ceil(root.scrollHeight), Math.ceil(reading.bottom) + FOOT), body };
}

const childrenOf = (parent: Element, reading: Reading): string =>
  [...parent.childNodes]
    .map((child) => {
      if (child instanceof SVGSVGElement) return svgOf(child, reading);
      if (child instanceof HTMLElement) return htmlOf(child, reading);
      return child instanceof Text ? linesOf(child, reading) : '';
    })
    .join('');

/** What only a screen reader meets is said in the description. */
const isHidden = (node: Element, style: CSSStyleDeclaration): boolean =>
  style.display === 'none' || style.visibility === 'hidden' || style.opacity === '0' || node.classList.contains('vh');

function place(
  node: Element,
  { left, top }: Pick<Reading, 'left' | 'top'>,
): { readonly x: number; readonly y: number; readonly width: number; readonly height: number } {
  const box = node.getBoundingClientRect();
  return { x: box.left - left, y: box.top - top, width: box.width, height: box.height };
}

function svgOf(svg: SVGSVGElement, reading: Reading): string {
  const style = getComputedStyle(svg);
  if (isHidden(svg, style)) return '';
  reach(svg, reading);
  return drawnOf(svg, { ...place(svg, reading), overflow: style.overflow === 'visible' ? 'visible' : 'hidden', color: undefined });
}

function reach(node: Element, reading: Reading): void {
  reading.bottom = Math.max(reading.bottom, node.getBoundingClientRect().bottom - reading.top);
}

function htmlOf(node: HTMLElement, reading: Reading): string {
  const style = getComputedStyle(node);
  if (isHidden(node, style)) return '';
  if (style.position !== 'sticky') return boxAndInside(node, style, reading);
  reading.over.push(boxAndInside(node, style, reading));
  return '';
}

function boxAndInside(node: HTMLElement, style: CSSStyleDeclaration, reading: Reading): string {
  const own = boxOf(node, style, reading);
  const outer = reading.over;
  if (style.overflow !== 'visible') reading.over = [];
  const drawn = node.matches('input,select') ? fieldText(node as HTMLInputElement | HTMLSelectElement, style, reading) : childrenOf(node, reading);
  const inside = style.overflow === 'visible' ? drawn : drawn + reading.over.join('');
  reading.over = outer;
  const scrolls = style.overflow !== 'visible' && (node.scrollWidth > node.clientWidth + 1 || node.scrollHeight > node.clientHeight + 1);
  if (!scrolls || inside === '') return own + inside;
  reading.clips++;
  const id = `highwater-clip-${reading.clips}`;
  return own + element('clipPath', { id }, element('rect', place(node, reading))) + element('g', { 'clip-path': `url(#${id})` }, inside);
}

const SIDES = ['Top', 'Right', 'Bottom', 'Left'] as const;

/** Ground and edges. */
function boxOf(node: HTMLElement, style: CSSStyleDeclaration, reading: Reading): string {
  const { x, y, width, height } = place(node, reading);
  if (width <= 0 || height <= 0) return '';
  const ground = colourOf(style.backgroundColor);
  const rx = Math.min(Number.parseFloat(style.borderTopLeftRadius) || 0, width / 2, height / 2);
  const edges = SIDES.map((side) => edgeOf(style, side));
  const shown = edges.filter((edge) => edge !== null);
  const same = shown.length === SIDES.length && shown.every((edge) => edge.key === shown[0].key);
  const fill: Attributes = ground.alpha === 0 ? { fill: 'none' } : { fill: ground.hex, 'fill-opacity': ground.alpha === 1 ? undefined : ground.alpha };
  if (same) {
    reach(node, reading);
    const half = shown[0].width / 2;
    return element('rect', { x: x + half, y: y + half, width: width - 2 * half, height: height - 2 * half, rx: rx || undefined, ...fill, ...shown[0].look });
  }
  if (ground.alpha > 0 || shown.length > 0) reach(node, reading);
  const back = ground.alpha === 0 ? '' : element('rect', { x, y, width, height, rx: rx || undefined, ...fill });
  const ends = [
    { x1: x, y1: y, x2: x + width, y2: y },
    { x1: x + width, y1: y, x2: x + width, y2: y + height },
    { x1: x, y1: y + height, x2: x + width, y2: y + height },
    { x1: x, y1: y, x2: x, y2: y + height },
  ];
  return back + edges.map((edge, i) => (edge === null ? '' : element('line', { ...ends[i], ...edge.look }))).join('');
}

function edgeOf(style: CSSStyleDeclaration, side: (typeof SIDES)[number]): { readonly key: string; readonly width: number; readonly look: Attributes } | null {
  const width = Number.parseFloat(style[`border${side}Width`]) || 0;
  const kind = style[`border${side}Style`];
  const colour = colourOf(style[`border${side}Color`]);
  if (width === 0 || kind === 'none' || colour.alpha === 0) return null;
  const dash = kind === 'dashed' ? `${width * 3} ${width * 2}` : kind === 'dotted' ? `${width} ${width}` : undefined;
  const look = {
    stroke: colour.hex,
    'stroke-width': width,
    'stroke-opacity': colour.alpha === 1 ? undefined : colour.alpha,
    'stroke-dasharray': dash,
  };
  return { key: `${width} ${kind} ${colour.hex} ${colour.alpha}`, width, look };
}

/** Boxes are read as they are on the screen; type says how large it was laid out. */
const enlarged = (node: HTMLElement): number => (node.offsetWidth === 0 ? 1 : node.getBoundingClientRect().width / node.offsetWidth);

function fontOf(node: HTMLElement, style: CSSStyleDeclaration): Attributes {
  const colour = colourOf(style.color);
  return {
    fill: colour.hex,
    'fill-opacity': colour.alpha === 1 ? undefined : colour.alpha,
    'font-family': style.fontFamily,
    'font-size': Number.parseFloat(style.fontSize) * enlarged(node),
    'font-weight': style.fontWeight === '400' ? undefined : style.fontWeight,
    'text-decoration': style.textDecorationLine === 'none' ? undefined : style.textDecorationLine,
  };
}

function fieldText(field: HTMLInputElement | HTMLSelectElement, style: CSSStyleDeclaration, reading: Reading): string {
  const text = field instanceof HTMLSelectElement ? (field.selectedOptions[0]?.text ?? '') : field.value || field.placeholder;
  const { x, y, height } = place(field, reading);
  if (text === '' || field.type === 'checkbox' || field.type === 'radio') return '';
  const left = x + (Number.parseFloat(style.paddingLeft) || 0);
  return textElement({ x: left, y: y + height / 2 + Number.parseFloat(style.fontSize) * 0.35, ...fontOf(field, style) }, text);
}

interface Line {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  right: number;
  text: string;
}

/** The lines into which a text was broken, each with its own length: another font may not push it into its neighbour. */
function linesOf(node: Text, reading: Reading): string {
  const { left, top } = reading;
  const text = node.data;
  const parent = node.parentElement;
  if (parent === null || text.trim() === '') return '';
  const style = getComputedStyle(parent);
  reach(parent, reading);
  const range = document.createRange();
  const lines: Line[] = [];
  for (let at = 0; at < text.length; at++) {
    const width = (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
    range.setStart(node, at);
    range.setEnd(node, at + width);
    const box = range.getClientRects()[0];
    const one = text.slice(at, at + width);
    at += width - 1;
    if (box === undefined || box.width === 0) continue;
    const line = lines.at(-1);
    if (line !== undefined && Math.abs(line.top - box.top) < 2) {
      line.text += one;
      line.right = box.right;
    } else lines.push({ top: box.top, bottom: box.bottom, left: box.left, right: box.right, text: one });
  }
  const ascent = ascentOf(style);
  return lines
    .filter((line) => line.text.trim() !== '')
    .map((line) =>
      textElement(
        {
          x: line.left - left,
          y: line.top - top + (line.bottom - line.top) * ascent,
          textLength: line.right - line.left,
          lengthAdjust: 'spacingAndGlyphs',
          ...fontOf(parent, style),
        },
        line.text.replace(/\s/gu, ' '),
      ),
    )
    .join('');
}
