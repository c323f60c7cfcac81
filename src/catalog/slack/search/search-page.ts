import { longestSearch } from '../../search/parse-search.ts';

/** A part of what a search finds, as a button carries it. */
export interface SearchPage {
  /** As it was asked. */
  text: string;
  offset: number;
}

export function pageValue({ text, offset }: SearchPage): string {
  return `${offset} ${text.slice(0, longestSearch)}`;
}

/** Pure. A value that is not ours begins at the beginning. */
export function parsePage(value: string): SearchPage {
  const [, offset = '0', text = ''] = /^(\d{1,6}) (.*)$/s.exec(value) ?? [];
  return { text, offset: Number(offset) };
}
