/** Slack's limits, from docs.slack.dev and the types of `@slack/types` 3.2; characters unless said otherwise. */
export const limits = {
  messageBlocks: 50,
  viewBlocks: 100,
  messageText: 4000,
  headerText: 150,
  sectionText: 3000,
  sectionFields: 10,
  fieldText: 2000,
  contextElements: 10,
  actionElements: 25,
  buttonText: 75,
  buttonValue: 2000,
  buttonUrl: 3000,
  selectOptions: 100,
  optionText: 75,
  optionValue: 75,
  overflowOptions: 5,
  confirmTitle: 100,
  confirmText: 300,
  confirmButton: 30,
  inputLabel: 2000,
  altText: 2000,
  viewTitle: 24,
  privateMetadata: 3000,
  id: 255,
} as const;

/** Cuts at a whole character and says so with an ellipsis; `max` counts UTF-16 units, as Slack's limits do. */
export function truncate(text: string, max: number): string {
  if (text.length <= max) return text;
  let cut = max - 1;
  // A surrogate pair must not be split: Slack refuses the half that is left.
  if (/[\uD800-\uDBFF]/.test(text.charAt(cut - 1))) cut -= 1;
  return `${text.slice(0, cut)}…`;
}
