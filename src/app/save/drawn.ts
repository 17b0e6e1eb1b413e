/** A drawing of the page as markup that needs no style sheet: what CSS made of each mark is written on the mark. */
import { colourOf } from '#app/save/colours.ts';
import { type Attributes, element, escapeXml } from '#export/svg.ts';

/** How a mark is shaped and what it refers to: kept as it is. */
const KEPT = [
  ...['id', 'd', 'points', 'x', 'y', 'x1', 'y1', 'x2', 'y2', 'cx', 'cy', 'r', 'rx', 'ry', 'dx', 'dy', 'width', 'height'],
  ...['viewBox', 'preserveAspectRatio', 'patternUnits', 'patternTransform', 'gradientUnits', 'gradientTransform', 'clipPathUnits', 'maskUnits'],
  ...['offset', 'href', 'textLength', 'lengthAdjust', 'rotate'],
];

const PAINTS = [
  ['fill', 'fill-opacity'],
  ['stroke', 'stroke-opacity'],
  ['stop-color', 'stop-opacity'],
] as const;

/** Passed on to what is inside; written where it changes. */
const INHERITED: Readonly<Record<string, string>> = {
  'fill-rule': 'nonzero',
  'clip-rule': 'nonzero',
  'stroke-width': '1px',
  'stroke-dasharray': 'none',
  'stroke-dashoffset': '0px',
  'stroke-linecap': 'butt',
  'stroke-linejoin': 'miter',
  'text-anchor': 'start',
  'dominant-baseline': 'auto',
  'paint-order': 'normal',
  'font-family': '',
  'font-size': '',
  'font-weight': '400',
  'font-variant-numeric': 'normal',
  visibility: 'visible',
};
const OWN: Readonly<Record<string, string>> = {
  opacity: '1',
  'clip-path': 'none',
  mask: 'none',
  'vector-effect': 'none',
  'text-decoration-line': 'none',
};

const SHAPES = new Set(['path', 'rect', 'circle', 'ellipse', 'line', 'polyline', 'polygon', 'text', 'tspan', 'use', 'stop']);

/** Local references stay local, whatever page they were read on. */
const local = (value: string): string => value.replace(/url\(["']?[^"')#]*#([^"')]+)["']?\)/gu, 'url(#$1)');

function paintOf(style: CSSStyleDeclaration, property: string, opacity: string): Record<string, string | number> {
  const value = style.getPropertyValue(property);
  const given = Number(style.getPropertyValue(opacity) || 1);
  if (value === 'none' || value === '' || value.startsWith('url')) return { [property]: local(value || 'none'), ...(given === 1 ? {} : { [opacity]: given }) };
  const { hex, alpha } = colourOf(value);
  return { [property]: hex, ...(alpha * given === 1 ? {} : { [opacity]: alpha * given }) };
}

function looks(name: string, style: CSSStyleDeclaration, outer: CSSStyleDeclaration | null): Attributes {
  const found: Record<string, string | number> = {};
  if (SHAPES.has(name)) {
    for (const [property, opacity] of PAINTS) if ((property === 'stop-color') === (name === 'stop')) Object.assign(found, paintOf(style, property, opacity));
    if (found.stroke === 'none') delete found['stroke-opacity'];
  }
  for (const [property, initial] of Object.entries(INHERITED)) {
    const value = style.getPropertyValue(property);
    if (value !== (outer?.getPropertyValue(property) ?? initial)) found[property] = value;
  }
  for (const [property, initial] of Object.entries(OWN)) {
    const value = style.getPropertyValue(property);
    if (value !== initial && value !== '') found[property === 'text-decoration-line' ? 'text-decoration' : property] = local(value);
  }
  return found;
}

/** Motion that CSS or an attribute gave: both are in the computed matrix. */
function moved(style: CSSStyleDeclaration): Attributes {
  if (style.transform === 'none' || style.transform === '') return {};
  const [x, y] = style.transformOrigin.split(' ').map(Number.parseFloat);
  const around = x || y ? `translate(${x} ${y}) ${style.transform} translate(${-x} ${-y})` : style.transform;
  return { transform: around };
}

/** `outer` is what the file says around it; null inside nothing. */
export function drawnOf(mark: SVGElement, given: Attributes = {}, outer: CSSStyleDeclaration | null = null): string {
  const name = mark.tagName;
  const style = getComputedStyle(mark);
  if (style.display === 'none' && name !== 'defs' && mark.closest('defs,clipPath,pattern,mask') === null) return '';
  const kept: Record<string, string> = {};
  for (const attribute of KEPT) {
    const value = mark.getAttribute(attribute);
    if (value !== null) kept[attribute] = value;
  }
  const children = [...mark.childNodes].map((child) =>
    child instanceof SVGElement ? drawnOf(child, {}, style) : child.nodeType === Node.TEXT_NODE ? escapeXml(child.textContent ?? '') : '',
  );
  return element(name, { ...kept, ...looks(name, style, outer), ...moved(style), ...given }, ...children);
}
