import { control, type Field, optionLabel } from './field.ts';
import { flag, html, type Html } from './html.ts';
import { type Json, list, object, text } from './json.ts';

interface Choice {
  value: string;
  label: string;
}

/** Elements in which something is chosen; undefined for any other. */
export function choiceHtml(element: Json, field: Field): Html | undefined {
  const type = text(element['type']);
  if (type === 'radio_buttons' || type === 'checkboxes') return boxesHtml(element, field);
  if (type === 'external_select' || type === 'multi_external_select') return comboHtml(element, field, type.startsWith('multi_'));
  const choices = choicesOf(type, element, field);
  return choices && selectHtml(element, field, choices);
}

function choicesOf(type: string, element: Json, { names }: Field): { group: string; choices: Choice[] }[] | undefined {
  const options = (of: unknown): Choice[] =>
    list(of)
      .map(object)
      .map((one) => ({ value: text(one['value']), label: text(object(one['text'])['text']) }));
  switch (type.replace(/^multi_/, '')) {
    case 'static_select': {
      const groups = list(element['option_groups']).map(object);
      if (groups.length === 0) return [{ group: '', choices: options(element['options']) }];
      return groups.map((group) => ({ group: text(object(group['label'])['text']), choices: options(group['options']) }));
    }
    case 'users_select': {
      const people = [...names.workspace.people.values()].filter(({ kind }) => kind !== 'stranger');
      return [{ group: '', choices: people.map(({ id, name }) => ({ value: id, label: name })) }];
    }
    case 'channels_select':
    case 'conversations_select': {
      const channels = [...names.workspace.channels.values()].filter(({ kind }) => kind === 'channel');
      return [{ group: '', choices: channels.map(({ id, name }) => ({ value: id, label: `#${name}` })) }];
    }
    default:
      return undefined;
  }
}

/** What is picked: values of options, or ids. */
function pickedIn(element: Json, { state }: Field): string[] {
  const held = Object.keys(state).length > 1 ? state : initialOf(element);
  const values = Object.entries(held).flatMap(([key, value]) => (key === 'type' ? [] : Array.isArray(value) ? value : [value]));
  return values.map((value) => text(value) || text(object(value)['value'])).filter(Boolean);
}

const initialOf = (element: Json): Json => Object.fromEntries(Object.entries(element).filter(([key]) => key.startsWith('initial_')));

function selectHtml(element: Json, field: Field, groups: { group: string; choices: Choice[] }[]): Html {
  const picked = pickedIn(element, field);
  const several = text(element['type']).startsWith('multi_');
  const option = ({ value, label }: Choice) => html`<option value="${value}"${flag('selected', picked.includes(value))}>${label}</option>`;
  const placeholder = text(object(element['placeholder'])['text']) || 'Choose…';
  const inside = groups.map(({ group, choices }) =>
    group ? html`<optgroup label="${group}">${choices.map(option)}</optgroup>` : html`${choices.map(option)}`,
  );
  return html`<select${control(field, element)}${flag('multiple', several)}>${!several && html`<option value="">${placeholder}</option>`}${inside}</select>`;
}

/** A box to type in, below which the script lists what the app offers. */
function comboHtml(element: Json, field: Field, several: boolean): Html {
  const min = typeof element['min_query_length'] === 'number' ? element['min_query_length'] : 3;
  const values = Object.entries({ ...initialOf(element), ...field.state }).flatMap(([key, value]) =>
    key === 'type' ? [] : Array.isArray(value) ? value : [value],
  );
  const picked = values.map(object).filter((one) => text(one['value']) !== '');
  const chosen = picked.map((one) => ({ value: text(one['value']), label: text(object(one['text'])['text']) }));
  const placeholder = text(object(element['placeholder'])['text']);
  return html`<div class="combo" data-combo data-min="${min}"${several && html` data-several`} data-picked="${JSON.stringify(chosen)}"><div class="chips"></div><input type="text" role="combobox" autocomplete="off" aria-expanded="false" aria-autocomplete="list" aria-controls="${field.id}-list" placeholder="${placeholder}"${control({ ...field, required: false }, element)} value="${several ? '' : (chosen[0]?.label ?? '')}"><ul role="listbox" id="${field.id}-list" aria-label="${field.label || placeholder || 'Options'}" hidden></ul></div>`;
}

function boxesHtml(element: Json, field: Field): Html {
  const picked = pickedIn(element, field);
  const type = element['type'] === 'checkboxes' ? 'checkbox' : 'radio';
  const boxes = list(element['options']).map((value, i) => {
    const option = object(value);
    return html`<label class="box"><input type="${type}" name="${field.id}" value="${text(option['value'])}" data-block="${field.blockId}" data-action="${field.actionId}"${field.dispatch && html` data-dispatch`}${flag('checked', picked.includes(text(option['value'])))}${i === 0 && html` id="${field.id}"`}${field.describedBy !== '' && html` aria-describedby="${field.describedBy}"`}> <span>${optionLabel(option, field.names)}</span></label>`;
  });
  return html`<div class="boxes">${boxes}</div>`;
}
