import { limits } from '#slack/limits.ts';

/** A part of what a search finds, as a button carries it. */
export interface SearchPage {
  /** As it was asked. */
  text: string;
  offset: number;
}

/** More is not looked at either. */
const longestText = 500;

export function pageValue({ text, offset }: SearchPage): string {
  return `${offset} ${text.slice(0, longestText)}`.slice(0, limits.buttonValue);
}

/** Pure. A value that is not ours begins at the beginning. */
export function parsePage(value: string): SearchPage {
  const [, offset = '0', text = ''] = /^(\d{1,6}) (.*)$/s.exec(value) ?? [];
  return { text, offset: Number(offset) };
}
