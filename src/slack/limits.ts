export { slackLimits as limits } from '#core/slack-limits.ts';

/** Cuts at a whole character and says so with an ellipsis; `max` counts UTF-16 units, as Slack's limits do. */
export function truncate(text: string, max: number): string {
  if (text.length <= max) return text;
  let cut = max - 1;
  // A surrogate pair must not be split: Slack refuses the half that is left.
  if (/[\uD800-\uDBFF]/.test(text.charAt(cut - 1))) cut -= 1;
  return `${text.slice(0, cut)}…`;
}
