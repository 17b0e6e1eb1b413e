/** Colours as every program reads them: whatever CSS computes (color-mix, wide gamuts) becomes #rrggbb and an opacity. */
export interface Colour {
  readonly hex: string;
  /** 0 to 1. */
  readonly alpha: number;
}

const known = new Map<string, Colour>();
let canvas: CanvasRenderingContext2D | null = null;

export function colourOf(css: string): Colour {
  let colour = known.get(css);
  if (colour === undefined) {
    colour = painted(css);
    known.set(css, colour);
  }
  return colour;
}

/** A pixel of that colour, read back. */
function painted(css: string): Colour {
  canvas ??= document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  if (canvas === null) return { hex: '#000000', alpha: 1 };
  canvas.clearRect(0, 0, 1, 1);
  canvas.fillStyle = css;
  canvas.fillRect(0, 0, 1, 1);
  const [red, green, blue, alpha] = canvas.getImageData(0, 0, 1, 1).data;
  return { hex: `#${[red, green, blue].map((part) => part.toString(16).padStart(2, '0')).join('')}`, alpha: alpha / 255 };
}

/** How wide a text is when it is set in a font. */
export function measureText(text: string, font: string, px: number, weight: number): number {
  canvas ??= document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  if (canvas === null) return text.length * px * 0.6;
  canvas.font = `${weight} ${px}px ${font}`;
  return canvas.measureText(text).width;
}

/** Part of a line of text that stands above its baseline. */
export function ascentOf(style: CSSStyleDeclaration): number {
  canvas ??= document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  if (canvas === null) return 0.8;
  canvas.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  const { fontBoundingBoxAscent: above, fontBoundingBoxDescent: below } = canvas.measureText('x');
  return above / (above + below);
}
