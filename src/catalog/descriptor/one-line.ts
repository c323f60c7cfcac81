/** Other people's text as part of a line for a terminal: control characters could repaint it. */
export function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}]+/gu, ' ');
}
