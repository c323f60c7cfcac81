/** The words of a text; what Slack wrote between `<` and `>` is one, label and all. */
export function wordsOf(text: string): string[] {
  return text.match(/<[^<>\n]*>[^\s<]*|[^\s<]+|</g) ?? [];
}

/** A word as it is compared: lower case, one kind of apostrophe, without the marks around it. */
export function wordKey(word: string): string {
  return word
    .toLowerCase()
    .replaceAll(/[\u2018\u2019\u02BC]/g, "'")
    .replaceAll(/^[*_~`"“”'([]+|[*_~`"“”'.,;:!?…)\]]+$/g, '');
}
