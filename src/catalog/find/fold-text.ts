/** How much of what a person typed is looked at; names have at most 63 letters, URLs seldom more than 300. */
export const queryLimit = 500;

/**
 * The form in which names and questions are compared: NFKC, lower case, one kind of hyphen, single blanks, and without
 * the invisible characters that copying from chats and wikis brings along.
 */
export function foldText(text: string): string {
  const lower = text.toLowerCase();
  if (plain.test(lower)) return lower;
  return lower.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').replace(invisible, '').replace(hyphens, '-').trim();
}

/** What was typed, without Slack's entities and without the quotes, brackets and full stops around it. */
export function cleanQuery(text: string): string {
  const decoded = text.slice(0, queryLimit).replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
  return foldText(decoded).slice(0, queryLimit).trim();
}

/** Takes off quotes, Slack's format marks and sentence marks, from both ends. */
export function bare(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && around.includes(text.charAt(start))) start++;
  while (end > start && (around.includes(text.charAt(end - 1)) || after.includes(text.charAt(end - 1)))) end--;
  return text.slice(start, end);
}

const plain = /^[!-~]*$/;
const invisible = /[\p{Cc}\p{Cf}]/gu;
const hyphens = /[\u2010-\u2015\u2212]/g;
const around = ' "\'`“”‘’«»‹›()[]{}<>*_~';
const after = '.,;:!?…/';
