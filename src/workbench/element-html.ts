import { choiceHtml } from './choice-html.ts';
import { control, type Field } from './field.ts';
import { html, type Html } from './html.ts';
import { type Json, list, object, text } from './json.ts';
import { mrkdwnText } from './mrkdwn-html.ts';
import { unknownHtml } from './unknown-html.ts';

/** Interactive elements as native controls (https://docs.slack.dev/reference/block-kit/block-elements); the page's script reads `data-*`. */
export function elementHtml(element: Json, field: Field): Html {
  const type = text(element['type']);
  switch (type) {
    case 'button':
      return buttonHtml(element, field);
    case 'overflow':
      return overflowHtml(element, field);
    case 'plain_text_input':
      return textInputHtml(element, field);
    case 'email_text_input':
    case 'url_text_input':
    case 'number_input':
    case 'datepicker':
    case 'timepicker':
      return html`<input type="${inputTypes[type]}"${control(field, element)} value="${text(field.state['value'] ?? field.state['selected_date'] ?? field.state['selected_time'] ?? element['initial_value'] ?? element['initial_date'] ?? element['initial_time'])}">`;
    default:
      return choiceHtml(element, field) ?? unknownHtml(element);
  }
}

const inputTypes = {
  email_text_input: 'email',
  url_text_input: 'url',
  number_input: 'number',
  datepicker: 'date',
  timepicker: 'time',
} as const;

/** The question before something is done, for the script to ask. */
function confirmAttribute(element: Json): Html | false {
  const confirm = object(element['confirm']);
  const words = (name: string) => text(object(confirm[name])['text']);
  if (element['confirm'] === undefined) return false;
  const question = {
    title: words('title'),
    text: mrkdwnText(words('text')),
    yes: words('confirm') || 'Yes',
    no: words('deny') || 'Cancel',
  };
  return html` data-confirm="${JSON.stringify(question)}"`;
}

function buttonHtml(element: Json, field: Field): Html {
  const style = text(element['style']);
  const label = text(element['accessibility_label']);
  const url = text(element['url']);
  const common = html` class="button ${style === 'primary' || style === 'danger' ? style : ''}" data-block="${field.blockId}" data-press="${field.actionId}" data-key="${field.id}"${label !== '' && html` aria-label="${label}"`}${confirmAttribute(element)}`;
  const words = text(object(element['text'])['text']);
  return /^https?:/.test(url)
    ? html`<a${common} href="${url}" target="_blank" rel="noopener noreferrer">${words}</a>`
    : html`<button type="button"${common}>${words}</button>`;
}

function overflowHtml(element: Json, field: Field): Html {
  const items = list(element['options']).map((value) => {
    const option = object(value);
    return html`<button type="button" role="menuitem" tabindex="-1" data-block="${field.blockId}" data-press="${field.actionId}" data-value="${text(option['value'])}"${confirmAttribute(element)}>${text(object(option['text'])['text'])}</button>`;
  });
  return html`<div class="menu"><button type="button" class="button" aria-haspopup="menu" aria-expanded="false" aria-label="More actions" data-menu data-key="${field.id}">⋯</button><div role="menu" hidden>${items}</div></div>`;
}

function textInputHtml(element: Json, field: Field): Html {
  const value = text(field.state['value'] ?? element['initial_value']);
  const most = typeof element['max_length'] === 'number' ? element['max_length'] : 3000;
  const placeholder = text(object(element['placeholder'])['text']);
  const common = html`${control(field, element)} maxlength="${most}" placeholder="${placeholder}"`;
  return element['multiline'] === true
    ? html`<textarea rows="4"${common}>${value}</textarea>`
    : html`<input type="text"${common} value="${value}" autocomplete="off">`;
}
