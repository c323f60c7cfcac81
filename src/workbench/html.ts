/** Markup in which everything foreign is escaped. Made only by `html`. */
export interface Html {
  readonly markup: string;
}

type Value = Html | readonly Html[] | string | number | false | undefined;

/** Builds markup: strings are escaped, markup and lists of it are taken as they are. */
export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Html {
  return { markup: parts.reduce((all, part, i) => all + part + write(values[i]), '') };
}

/** A valueless attribute, with the space before it. */
export const flag = (name: 'checked' | 'selected' | 'required' | 'disabled' | 'multiple' | 'hidden', on: boolean): Html => ({
  markup: on ? ` ${name}` : '',
});

function write(value: Value): string {
  if (value === undefined || value === false) return '';
  if (typeof value === 'string' || typeof value === 'number') return escape(String(value));
  return 'markup' in value ? value.markup : value.map(({ markup }) => markup).join('');
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;');
}
