import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Resvg } from '@resvg/resvg-js';
import { instance, type Viz } from '@viz-js/viz';
import { chartSvg } from './chart-svg.ts';
import { readFont } from './font.ts';
import { pictureSvg } from './picture-svg.ts';
import type { Drawing } from './picture.ts';
import { fontFamily, type Fonts } from './svg.ts';

const resolve = createRequire(import.meta.url).resolve;
const fontFiles = {
  regular: resolve('@expo-google-fonts/arimo/400Regular/Arimo_400Regular.ttf'),
  bold: resolve('@expo-google-fonts/arimo/700Bold/Arimo_700Bold.ttf'),
};
export const fonts: Fonts = { regular: readFont(readFileSync(fontFiles.regular)), bold: readFont(readFileSync(fontFiles.bold)) };

/** Stays with the thread, as the fonts do: making it takes longer than most pictures. */
let viz: Viz | undefined;

/** Twice as fine as laid out, for screens that are; less for what is so big that it would not be taken or not be looked at. */
const finest = 2;
const mostPixels = 9_000_000;

/** Draws a PNG. The same content gives the same bytes. */
export async function draw(drawing: Drawing): Promise<Uint8Array> {
  const svg = await drawSvg(drawing);
  const font = { loadSystemFonts: false, fontFiles: Object.values(fontFiles), defaultFontFamily: fontFamily };
  const [, width = 1, height = 1] = (/width="([\d.]+)" height="([\d.]+)"/.exec(svg) ?? []).map(Number);
  const zoom = Math.min(finest, Math.sqrt(mostPixels / (width * height)));
  return new Resvg(svg, { font, fitTo: { mode: 'zoom', value: zoom } }).render().asPng();
}

/** What is drawn, before it becomes pixels. */
export async function drawSvg(drawing: Drawing): Promise<string> {
  if (drawing.type === 'chart') return chartSvg(fonts, drawing.chart);
  return pictureSvg((viz ??= await instance()), fonts, drawing.picture);
}
