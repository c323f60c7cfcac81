import { flag, html, type Html } from './html.ts';
import { type Json, object, text } from './json.ts';
import { mrkdwnHtml, type Names } from './mrkdwn-html.ts';

/** An element's place and state on the page. */
export interface Field {
  blockId: string;
  actionId: string;
  /** Unique on the page. */
  id: string;
  /** What is entered, as Slack has it. */
  state: Json;
  names: Names;
  required: boolean;
  /** Whether a change goes to the app at once. */
  dispatch: boolean;
  label: string;
  describedBy: string;
  invalid: boolean;
}

/** The attributes of everything that holds a value. */
export function control(field: Field, element: Json): Html {
  const label = field.label || text(object(element['placeholder'])['text']) || 'Choose';
  return html` id="${field.id}" data-block="${field.blockId}" data-action="${field.actionId}"${field.dispatch && html` data-dispatch`}${flag('required', field.required)}${field.label === '' && html` aria-label="${label}"`}${field.describedBy !== '' && html` aria-describedby="${field.describedBy}"`}${field.invalid && html` aria-invalid="true"`}`;
}

export function optionLabel(option: Json, names: Names): Html {
  const label = object(option['text']);
  const shown = label['type'] === 'mrkdwn' ? mrkdwnHtml(text(label['text']), names) : html`${text(label['text'])}`;
  const about = text(object(option['description'])['text']);
  return about ? html`${shown} <span class="about">${about}</span>` : shown;
}
