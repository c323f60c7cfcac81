import { slackLimits as limits } from '#core/slack-limits.ts';
import { checkElement } from './check-element.ts';
import { checkText, tooLong } from './check-text.ts';
import { type Json, list, object } from './json.ts';

/** What Slack would refuse in a message; empty when it would take it. Limits: docs.slack.dev, see `src/core/slack-limits.ts`. */
export function checkMessage(message: unknown): string[] {
  const { text, blocks } = object(message);
  const faults: string[] = [];
  if (typeof text !== 'string' || text.trim() === '') faults.push('text: screen readers and notifications have nothing to say');
  else if (text.length > limits.messageText) faults.push(`text: ${text.length} characters`);
  return [...faults, ...checkBlocks(blocks ?? [], limits.messageBlocks), ...checkSurface(blocks, 'message')];
}

/** What Slack would refuse in a modal or Home tab. */
export function checkView(view: unknown): string[] {
  const facts = object(view);
  const faults = [...checkBlocks(facts['blocks'], limits.viewBlocks), ...checkSurface(facts['blocks'], facts['type'])];
  if (facts['type'] !== 'modal' && facts['type'] !== 'home') faults.push('type: neither modal nor home');
  if (facts['type'] === 'modal') {
    faults.push(...checkText(facts['title'], 'title', { max: limits.viewTitle, plain: true }));
    for (const key of ['submit', 'close']) {
      if (facts[key] !== undefined) faults.push(...checkText(facts[key], key, { max: limits.viewTitle, plain: true }));
    }
    const hasInput = list(facts['blocks']).some((block) => object(block)['type'] === 'input');
    if (hasInput && facts['submit'] === undefined) faults.push('submit: needed where there are inputs');
  }
  faults.push(...tooLong(facts['private_metadata'], 'private_metadata', limits.privateMetadata));
  return [...faults, ...tooLong(facts['callback_id'], 'callback_id', limits.id)];
}

/** Blocks that Slack takes only in some places (Slack's Block Kit reference, 2026). */
const onlyOn: Readonly<Record<string, readonly unknown[]>> = {
  alert: ['modal'],
  card: ['message', 'modal', 'home'],
  carousel: ['message', 'home'],
  container: ['message', 'home'],
  context_actions: ['message'],
  data_table: ['message', 'home'],
  data_visualization: ['message', 'home'],
  file: ['message'],
  markdown: ['message'],
  plan: ['message'],
  table: ['message', 'home'],
  task_card: ['message'],
  video: ['message', 'modal', 'home'],
};

function checkSurface(blocks: unknown, surface: unknown): string[] {
  const types = list(blocks).map((block) => String(object(block)['type']));
  return types
    .filter((type) => onlyOn[type]?.includes(surface) === false)
    .map((type) => `blocks: ${type} is not allowed in a ${String(surface)}`);
}

export function checkBlocks(blocks: unknown, max: number): string[] {
  if (!Array.isArray(blocks)) return ['blocks: not a list'];
  const faults = blocks.length > max ? [`blocks: ${blocks.length} of at most ${max}`] : [];
  const ids = blocks.map((block) => object(block)['block_id']).filter((id) => id !== undefined);
  if (new Set(ids).size < ids.length) faults.push('block_id: twice');
  return [...faults, ...blocks.flatMap((block, i) => checkBlock(object(block), `blocks[${i}]`))];
}

function checkBlock(block: Json, at: string): string[] {
  const faults = tooLong(block['block_id'], `${at}.block_id`, limits.id);
  switch (block['type']) {
    case 'section':
      return [...faults, ...checkSection(block, at)];
    case 'header':
      return [...faults, ...checkText(block['text'], `${at}.text`, { max: limits.headerText, plain: true })];
    case 'context':
      return [...faults, ...checkContext(list(block['elements']), at)];
    case 'actions':
      return [...faults, ...checkActions(list(block['elements']), at)];
    case 'input':
      return [
        ...faults,
        ...checkText(block['label'], `${at}.label`, { max: limits.inputLabel, plain: true }),
        ...(block['hint'] === undefined ? [] : checkText(block['hint'], `${at}.hint`, { max: limits.inputHint, plain: true })),
        ...checkElement(object(block['element']), `${at}.element`),
      ];
    case 'image':
      return [...faults, ...checkImage(block, at)];
    case 'divider':
    case 'rich_text':
      return faults;
    default:
      // What Slack knows and we do not use is not measured.
      return Object.hasOwn(onlyOn, String(block['type'])) ? faults : [...faults, `${at}.type: ${String(block['type'])} is not known here`];
  }
}

function checkSection(block: Json, at: string): string[] {
  const fields = list(block['fields']);
  const faults = block['text'] === undefined && fields.length === 0 ? [`${at}: neither text nor fields`] : [];
  if (block['text'] !== undefined) faults.push(...checkText(block['text'], `${at}.text`, { max: limits.sectionText }));
  if (fields.length > limits.sectionFields) faults.push(`${at}.fields: ${fields.length}`);
  faults.push(...fields.flatMap((field, i) => checkText(field, `${at}.fields[${i}]`, { max: limits.fieldText })));
  if (block['accessory'] !== undefined) faults.push(...checkElement(object(block['accessory']), `${at}.accessory`));
  return faults;
}

function checkContext(elements: readonly unknown[], at: string): string[] {
  const faults = elements.length === 0 || elements.length > limits.contextElements ? [`${at}.elements: ${elements.length}`] : [];
  return [
    ...faults,
    ...elements.flatMap((element, i) =>
      object(element)['type'] === 'image'
        ? checkImage(object(element), `${at}.elements[${i}]`)
        : checkText(element, `${at}.elements[${i}]`, { max: limits.sectionText }),
    ),
  ];
}

function checkActions(elements: readonly unknown[], at: string): string[] {
  const faults = elements.length === 0 || elements.length > limits.actionElements ? [`${at}.elements: ${elements.length}`] : [];
  const ids = elements.map((element) => object(element)['action_id']).filter((id) => id !== undefined);
  if (new Set(ids).size < ids.length) faults.push(`${at}: an action_id twice`);
  const primary = elements.filter((element) => object(element)['style'] === 'primary').length;
  if (primary > 1) faults.push(`${at}: ${primary} primary buttons`);
  return [...faults, ...elements.flatMap((element, i) => checkElement(object(element), `${at}.elements[${i}]`))];
}

function checkImage(image: Json, at: string): string[] {
  const faults = typeof image['alt_text'] === 'string' && image['alt_text'] !== '' ? [] : [`${at}.alt_text: missing`];
  if (image['image_url'] === undefined && image['slack_file'] === undefined) faults.push(`${at}: no image`);
  return [...faults, ...tooLong(image['alt_text'], `${at}.alt_text`, limits.altText)];
}
