/** What is written into a file: text, a mapping, or a list with one mapping. */
export type Written = { kind: 'text'; text: string } | { kind: 'map'; map: Texts } | { kind: 'list'; map: Texts };
export type Texts = Readonly<Record<string, string>>;

/** How the neighbourhood of a value is written. */
export interface Manner {
  /** Inside `{}` or `[]`, where commas and brackets mean something. */
  flow: boolean;
  /** Everything in double quotes, as in JSON. */
  json: boolean;
  /** Quotes around the value that is replaced. */
  quotes?: 'single' | 'double';
}

/**
 * Ways to write a text on one line, the best first. Whether a plain one says what is meant is found out by reading it
 * again; here only those are left out that other parsers take for something else (YAML 1.1's booleans, numbers, dates).
 */
export function waysToWrite(text: string, { flow, json, quotes }: Manner): string[] {
  const double = JSON.stringify(text).replaceAll(/[\u007f-\u009f\u2028\u2029\ufeff]/g, escaped);
  if (json || quotes === 'double') return [double];
  const oneLine = !/[\r\n]/.test(text);
  if (quotes === 'single') return oneLine ? [`'${text.replaceAll("'", "''")}'`, double] : [double];
  return oneLine && isPlain(text, flow) ? [text, double] : [double];
}

/** Inside brackets, or as the only thing on a line. */
export function inBrackets(value: Written, manner: Pick<Manner, 'json'>): string {
  if (value.kind === 'text') return bestWay(value.text, { ...manner, flow: true });
  const pairs = Object.entries(value.map).map(([key, text]) => `${writeKey(key, manner)}: ${bestWay(text, { ...manner, flow: true })}`);
  const map = manner.json ? `{${pairs.join(', ')}}` : `{ ${pairs.join(', ')} }`;
  return value.kind === 'map' ? map : `[${map}]`;
}

export function bestWay(text: string, manner: Manner): string {
  return waysToWrite(text, manner)[0] ?? JSON.stringify(text);
}

export function writeKey(key: string, { json }: Pick<Manner, 'json'>): string {
  return json ? JSON.stringify(key) : key;
}

/** Lines of a block scalar without its header; in a `folded` one a line break is written as an empty line. */
export function blockLines(text: string, { indent, folded }: { indent: string; folded: boolean }): string[] {
  const lines = folded ? text.replaceAll(/\n+/g, (breaks) => `${breaks}\n`) : text;
  return lines.split('\n').map((line) => (line === '' ? '' : indent + line));
}

const otherwiseRead = /^(?:y|n|yes|no|on|off|true|false|null|[-+]?[.\d][\d_.,:eExXoO+-]*|[-+]?\.inf|\.nan|\d{4}-\d\d?-\d\d?.*)$/i;

function isPlain(text: string, flow: boolean): boolean {
  if (otherwiseRead.test(text) || !/^[\p{L}\p{N}/(.$_+]/u.test(text)) return false;
  if (/[:\s]$|: | #|[\p{Cc}\u2028\u2029\ufeff]/u.test(text)) return false;
  return !flow || !/[,[\]{}]/.test(text);
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
