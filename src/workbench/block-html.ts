import { elementHtml } from './element-html.ts';
import type { Field } from './field.ts';
import { html, type Html } from './html.ts';
import { type Json, list, object, text } from './json.ts';
import { type Names, mrkdwnHtml } from './mrkdwn-html.ts';
import { richTextHtml } from './rich-text-html.ts';
import { tableHtml } from './table-html.ts';
import { unknownHtml } from './unknown-html.ts';

/** What blocks are shown with: names for ids, and what is entered and wrong in a form. */
export interface Face extends Names {
  /** Starts every id on the page, so that two messages with equal blocks do not share them. */
  prefix: string;
  values: Readonly<Record<string, Readonly<Record<string, Json>>>>;
  errors: Readonly<Record<string, string>>;
}

/** Block Kit as markup (https://docs.slack.dev/reference/block-kit/blocks). What is not known here is shown as its JSON. */
export function blocksHtml(blocks: readonly unknown[], face: Face): Html {
  return html`${blocks.map((block) => blockHtml(object(block), face))}`;
}

function blockHtml(block: Json, face: Face): Html {
  switch (block['type']) {
    case 'section':
      return sectionHtml(block, face);
    case 'header':
      return html`<h3 class="b-header">${text(object(block['text'])['text'])}</h3>`;
    case 'context':
      return html`<div class="b-context">${list(block['elements']).map((element) => contextPart(object(element), face))}</div>`;
    case 'actions':
      return html`<div class="b-actions">${list(block['elements']).map((element) => elementHtml(object(element), fieldOf(block, element, face)))}</div>`;
    case 'divider':
      return html`<hr>`;
    case 'image':
      return imageHtml(block);
    case 'input':
      return inputHtml(block, face);
    case 'rich_text':
      return html`<div class="b-text">${richTextHtml(list(block['elements']), face)}</div>`;
    case 'table':
    case 'data_table':
      return tableHtml(block, face);
    case 'markdown':
      return html`<div class="b-text b-markdown">${text(block['text'])}</div>`;
    case 'alert':
      return html`<div class="b-alert" role="note">${textHtml(object(block['text']), face)}</div>`;
    default:
      return unknownHtml(block);
  }
}

/** A text object, in either of its two sorts. */
export function textHtml(value: Json, face: Names): Html {
  return value['type'] === 'mrkdwn' ? mrkdwnHtml(text(value['text']), face) : html`${text(value['text'])}`;
}

function sectionHtml(block: Json, face: Face): Html {
  const fields = list(block['fields']).map((field) => html`<div>${textHtml(object(field), face)}</div>`);
  const accessory = object(block['accessory']);
  const side =
    block['accessory'] === undefined
      ? undefined
      : accessory['type'] === 'image'
        ? imageHtml(accessory)
        : elementHtml(accessory, fieldOf(block, accessory, face));
  return html`<div class="b-section"><div class="b-text">${textHtml(object(block['text']), face)}${fields.length > 0 && html`<div class="b-fields">${fields}</div>`}</div>${side && html`<div class="b-side">${side}</div>`}</div>`;
}

function contextPart(element: Json, face: Face): Html {
  return element['type'] === 'image' ? imageHtml(element) : html`<span>${textHtml(element, face)}</span>`;
}

/** No address but our own is loaded by the page, so that a picture is named and linked. */
function imageHtml(image: Json): Html {
  const url = text(image['image_url']);
  const alt = text(image['alt_text']) || 'Picture';
  return html`<figure class="b-image"><span aria-hidden="true">▧</span> ${url ? html`<a href="${/^https?:/.test(url) ? url : '#'}" target="_blank" rel="noopener noreferrer">${alt}</a>` : alt}</figure>`;
}

function inputHtml(block: Json, face: Face): Html {
  const field = {
    ...fieldOf(block, block['element'], face),
    required: block['optional'] !== true,
    dispatch: block['dispatch_action'] === true,
  };
  const label = text(object(block['label'])['text']);
  const hint = text(object(block['hint'])['text']);
  const error = face.errors[text(block['block_id'])];
  const grouped = ['checkboxes', 'radio_buttons'].includes(text(object(block['element'])['type']));
  const described = [hint && `${field.id}-hint`, error && `${field.id}-error`].filter(Boolean).join(' ');
  const inside = html`${elementHtml(object(block['element']), { ...field, label, describedBy: described, invalid: error !== undefined })}${hint !== '' && html`<p class="hint" id="${field.id}-hint">${hint}</p>`}${error !== undefined && html`<p class="error" id="${field.id}-error">${error}</p>`}`;
  const title = html`${label}${!field.required && html` <span class="optional">(optional)</span>`}`;
  if (grouped) return html`<fieldset class="b-input"><legend>${title}</legend>${inside}</fieldset>`;
  return html`<div class="b-input"><label for="${field.id}">${title}</label>${inside}</div>`;
}

function fieldOf(block: Json, element: unknown, face: Face): Field {
  const blockId = text(block['block_id']);
  const actionId = text(object(element)['action_id']);
  const state = object(face.values[blockId]?.[actionId]);
  return {
    blockId,
    actionId,
    id: `${face.prefix}-${blockId}-${actionId}`,
    state,
    names: face,
    required: false,
    dispatch: block['type'] !== 'input',
    label: '',
    describedBy: '',
    invalid: false,
  };
}
