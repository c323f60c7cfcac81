import type { Font } from './font.ts';

/** The two weights of the font that is drawn with; both are needed to know how wide a text is. */
export interface Fonts {
  regular: Font;
  bold: Font;
}

export interface TextStyle {
  x: number;
  /** Of the line that the letters stand on. */
  y: number;
  size: number;
  bold?: boolean;
  fill?: string;
  anchor?: 'start' | 'middle' | 'end';
}

export const fontFamily = 'Arimo';
export const ink = '#1d1c1d';
export const dim = '#565b64';
export const paper = '#ffffff';
export const red = '#c8102e';

/** One line of text; `content` is escaped. */
export function textSvg(content: string, { x, y, size, bold = false, fill = ink, anchor = 'start' }: TextStyle): string {
  const weight = bold ? ' font-weight="700"' : '';
  return `<text x="${n(x)}" y="${n(y)}" font-size="${size}"${weight} fill="${fill}" text-anchor="${anchor}">${escapeXml(content)}</text>`;
}

export function documentSvg({ width, height }: { width: number; height: number }, parts: readonly string[]): string {
  const size = `width="${n(width)}" height="${n(height)}" viewBox="0 0 ${n(width)} ${n(height)}"`;
  // Its own background: in dark mode Slack shows pictures as they are.
  const background = `<rect width="100%" height="100%" fill="${paper}"/>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size} font-family="${fontFamily}">${background}${parts.join('')}</svg>`;
}

export function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** Short, and the same on every machine. */
export function n(value: number): string {
  return String(Math.round(value * 10) / 10);
}
