/** Saves what is on stage as a file that stands alone, SVG or PNG, with its title, its moment and the link that leads back to it. */
import i18next from 'i18next';
import { announce } from '#app/announce.ts';
import { countText, timeText } from '#app/format.ts';
import { look } from '#app/i18n/i18n.ts';
import { current } from '#app/run/holder.ts';
import { colourOf, measureText } from '#app/save/colours.ts';
import { facesFor } from '#app/save/fonts.ts';
import { readPicture } from '#app/save/read.ts';
import { fragmentNow } from '#app/share/fragment.ts';
import { summaryAt } from '#app/stage/summary.ts';
import { viewShown, viewsFor } from '#app/stage/views.ts';
import { state } from '#app/store.ts';
import { script } from '#app/story/now.ts';
import { fileName } from '#export/fileName.ts';
import { type Sheet, sheetSvg } from '#export/sheet.ts';

const t = i18next.t.bind(i18next);

export type Format = 'svg' | 'png';

/** Twice as fine as the screen: sharp on paper and on a projector, too. */
const FINE = 2;
/** Browsers refuse canvases beyond this. */
const LONGEST_PX = 16_000;

/** Room of the one picture, or of both when two futures stand side by side. */
function stageRoom(): HTMLElement | null {
  const rooms = document.querySelectorAll<HTMLElement>('[data-region=stage] [data-ready]');
  return rooms.length === 1 ? rooms[0] : document.querySelector<HTMLElement>('[data-region=stage] [role=tabpanel]');
}

function sheetNow(room: HTMLElement): Omit<Sheet, 'faces'> & { readonly names: readonly string[] } {
  const { timeline } = current();
  const { cursor: at, view: chosen, selection, locale } = state();
  const cursor = Math.min(at, timeline?.end ?? 0);
  const view = viewShown(chosen, cursor, viewsFor(timeline, cursor, selection));
  const viewName = look('app', `views.${view}`);
  const time = timeText(timeline?.timeAt(cursor) ?? 0);
  const step = countText(timeline?.stopsUpTo(cursor) ?? 0, locale);
  const title = script()?.title ?? 'Highwater';
  const root = getComputedStyle(document.documentElement);
  const of = (name: string): string => colourOf(root.getPropertyValue(name)).hex;
  return {
    picture: readPicture(room),
    title,
    moment: t('app:save.moment', { view: viewName, step, time }),
    description: timeline === null ? '' : summaryAt(timeline, cursor),
    link: `${location.origin}${location.pathname}${fragmentNow(false) ?? location.hash}`,
    lang: locale,
    font: root.getPropertyValue('--font').trim(),
    mono: root.getPropertyValue('--mono').trim(),
    colours: { paper: of('--bg'), ink: of('--ink'), muted: of('--muted'), line: of('--hair') },
    measure: measureText,
    names: [title, viewName, time],
  };
}

export async function savePicture(format: Format): Promise<void> {
  const room = stageRoom();
  if (room === null) return;
  // Read at once: the picture of this instant, not of the one when the fonts have come.
  const { names, ...sheet } = sheetNow(room);
  const bare = sheetSvg({ ...sheet, faces: '' });
  const svg = sheetSvg({ ...sheet, faces: await facesFor(bare) });
  const name = fileName(names, format);
  const file = format === 'svg' ? new Blob([svg], { type: 'image/svg+xml' }) : await png(svg);
  if (file === null) return announce(t('app:save.failed'));
  download(file, name);
  announce(t('app:save.saved', { name }));
}

/** A drawing's own fonts come some moments after the drawing: it is drawn until nothing changes any more. */
const SETTLE_MS = 60;
const SAME = 3;
const MOST = 40;

async function png(svg: string): Promise<Blob | null> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  try {
    await image.decode();
  } catch {
    return null;
  }
  const scale = Math.min(FINE, LONGEST_PX / Math.max(image.naturalWidth, image.naturalHeight));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(image.naturalWidth * scale);
  canvas.height = Math.round(image.naturalHeight * scale);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) return null;
  let before = 0;
  for (let drawn = 0, same = 0; drawn < MOST && same < SAME; drawn++) {
    context.clearRect(0, 0, canvas.width, canvas.height);
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    const now = inkOf(context);
    same = now === before ? same + 1 : 0;
    before = now;
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
  }
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
}

/** One number for a picture: another one when a word has come. */
function inkOf(context: CanvasRenderingContext2D): number {
  const pixels = new Uint32Array(context.getImageData(0, 0, context.canvas.width, context.canvas.height).data.buffer);
  let ink = 0;
  for (const pixel of pixels) ink = (Math.imul(ink, 31) + pixel) | 0;
  return ink;
}

/** Long enough for the slowest browser to have taken the file. */
const TAKEN_MS = 60_000;

function download(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), TAKEN_MS);
}
