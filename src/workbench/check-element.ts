import { slackLimits as limits } from '#core/slack-limits.ts';
import { checkText, tooLong } from './check-text.ts';
import { type Json, list, object } from './json.ts';

/** What Slack would refuse in something that can be pressed, picked or filled (https://docs.slack.dev/reference/block-kit/block-elements). */
export function checkElement(element: Json, at: string): string[] {
  const faults = tooLong(element['action_id'], `${at}.action_id`, limits.id);
  if (typeof element['type'] !== 'string') faults.push(`${at}.type: missing`);
  if (element['type'] === 'button') {
    faults.push(...checkText(element['text'], `${at}.text`, { max: limits.buttonText, plain: true }));
    faults.push(...tooLong(element['value'], `${at}.value`, limits.buttonValue), ...tooLong(element['url'], `${at}.url`, limits.buttonUrl));
    faults.push(...tooLong(element['accessibility_label'], `${at}.accessibility_label`, limits.buttonText));
  }
  const { options, option_groups: groups, placeholder, confirm } = element;
  if (options !== undefined) {
    if (list(options).length === 0) faults.push(`${at}.options: none`);
    faults.push(...checkOptions(list(options), `${at}.options`, mostOptions(element['type'])));
  }
  if (groups !== undefined) faults.push(...checkOptionGroups(list(groups), `${at}.option_groups`));
  if (placeholder !== undefined) faults.push(...checkText(placeholder, `${at}.placeholder`, { max: limits.placeholder, plain: true }));
  return confirm === undefined ? faults : [...faults, ...checkConfirm(object(confirm), `${at}.confirm`)];
}

function mostOptions(type: unknown): number {
  if (type === 'overflow') return limits.overflowOptions;
  return type === 'radio_buttons' || type === 'checkboxes' ? limits.boxOptions : limits.selectOptions;
}

export function checkOptions(options: readonly unknown[], at: string, max: number = limits.selectOptions): string[] {
  const faults = options.length > max ? [`${at}: ${options.length} of at most ${max}`] : [];
  return [
    ...faults,
    ...options.flatMap((option, i) => {
      const { text, value, description, url } = object(option);
      return [
        ...checkText(text, `${at}[${i}].text`, { max: limits.optionText }),
        ...(typeof value === 'string' && value !== ''
          ? tooLong(value, `${at}[${i}].value`, limits.optionValue)
          : [`${at}[${i}].value: missing`]),
        ...(description === undefined ? [] : checkText(description, `${at}[${i}].description`, { max: limits.optionText })),
        ...tooLong(url, `${at}[${i}].url`, limits.buttonUrl),
      ];
    }),
  ];
}

/** Slack takes groups in place of options, also from an app that is asked for them. */
export function checkOptionGroups(groups: readonly unknown[], at: string): string[] {
  const faults = groups.length > limits.optionGroups ? [`${at}: ${groups.length} of at most ${limits.optionGroups}`] : [];
  return [
    ...faults,
    ...groups.flatMap((group, i) => [
      ...checkText(object(group)['label'], `${at}[${i}].label`, { max: limits.optionText, plain: true }),
      ...checkOptions(list(object(group)['options']), `${at}[${i}].options`),
    ]),
  ];
}

function checkConfirm(question: Json, at: string): string[] {
  return [
    ...checkText(question['title'], `${at}.title`, { max: limits.confirmTitle, plain: true }),
    ...checkText(question['text'], `${at}.text`, { max: limits.confirmText }),
    ...checkText(question['confirm'], `${at}.confirm`, { max: limits.confirmButton, plain: true }),
    ...checkText(question['deny'], `${at}.deny`, { max: limits.confirmButton, plain: true }),
  ];
}
