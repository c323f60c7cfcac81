import { drawable, fit } from './fit-text.ts';
import { headSvg } from './picture-svg.ts';
import type { Bar, Chart } from './picture.ts';
import { dim, documentSvg, type Fonts, n, textSvg } from './svg.ts';

const width = 640;
const padding = 20;
const top = 96;
const rowHeight = 46;
const labelSize = 14;
const barHeight = 14;

/** Bars below each other, each with its label and its numbers in words: the bar only shows what is written. */
export function chartSvg(fonts: Fonts, chart: Chart): string {
  const inner = width - 2 * padding;
  const rows = chart.bars.map((bar, number) => barSvg(fonts, bar, { y: top + number * rowHeight, inner }));
  return documentSvg({ width, height: top + chart.bars.length * rowHeight }, [headSvg(fonts, chart, inner), ...rows]);
}

function barSvg({ regular, bold }: Fonts, { label, value, of }: Bar, { y, inner }: { y: number; inner: number }): string {
  const share = of > 0 ? Math.min(1, Math.max(0, value / of)) : 0;
  const numbers = `${grouped(value)} of ${grouped(of)}${of > 0 ? ` · ${percent(share)}` : ''}`;
  const room = { font: bold, size: labelSize, width: inner - regular.width(numbers, labelSize) - 16 };
  const [shown = ''] = fit(drawable(label, bold), room);
  const box = (wide: number, fill: string) =>
    `<rect x="${padding}" y="${y + 8}" width="${n(wide)}" height="${barHeight}" rx="3" fill="${fill}"/>`;
  return (
    textSvg(shown, { x: padding, y, size: labelSize, bold: true }) +
    textSvg(numbers, { x: padding + inner, y, size: labelSize, fill: dim, anchor: 'end' }) +
    box(inner, '#e4e7eb') +
    (share > 0 ? box(length(share, inner), '#1f6fb5') : '')
  );
}

/** What there is of something is never drawn as nothing, and what lacks something never as all. */
function length(share: number, inner: number): number {
  return share === 1 ? inner : Math.min(inner - 4, Math.max(3, inner * share));
}

const grouped = (value: number): string => value.toLocaleString('en-US');

/** Whole percents, but neither all nor nothing where it is not so. */
function percent(share: number): string {
  const rounded = Math.round(share * 100);
  if (share > 0 && rounded === 0) return 'under 1 %';
  return share < 1 && rounded === 100 ? 'over 99 %' : `${rounded} %`;
}
