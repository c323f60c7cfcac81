import { object } from './json.ts';

/** A text object of Block Kit: not empty, not too long, plain where it must be. */
export function checkText(value: unknown, at: string, rule: { max: number; plain?: true }): string[] {
  const { type, text } = object(value);
  if (typeof text !== 'string' || text === '') return [`${at}: empty`];
  const faults = tooLong(text, at, rule.max);
  if (type !== 'plain_text' && (rule.plain || type !== 'mrkdwn')) faults.push(`${at}: ${String(type)}`);
  // Half a surrogate pair is not Unicode, and Slack refuses the whole message.
  if (!text.isWellFormed()) faults.push(`${at}: broken character`);
  return faults;
}

export function tooLong(value: unknown, at: string, max: number): string[] {
  return typeof value === 'string' && value.length > max ? [`${at}: ${value.length} of at most ${max}`] : [];
}
