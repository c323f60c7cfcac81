import type { Entry } from '#core/directory.ts';
import { code, escape, join, md } from '#slack/mrkdwn.ts';
import type { Mrkdwn } from '#slack/mrkdwn.ts';
import { kindOf, text } from '../../ownership/owner.ts';
import { codes } from './about-lines.ts';

const mostPages = 8;
const mostFields = 12;
const mostSteps = 12;
const mostTargets = 8;

/** What a template asks for, page by page, and what it then does. */
export function templateLines(entry: Entry): Mrkdwn | undefined {
  if (kindOf(entry) !== 'template') return undefined;
  const { parameters, steps } = entry.entity.spec ?? {};
  const pages = [parameters].flat().filter(isMap);
  const actions = Array.isArray(steps) ? steps.filter(isMap) : [];
  return join(
    [
      pages.length > 0 ? md`*It asks for*` : md`It asks for nothing.`,
      ...pages.slice(0, mostPages).map(pageLine),
      pages.length > mostPages && escape(`${pages.length - mostPages} more pages`),
      actions.length > 0 && md`*Then it does*`,
      ...actions.slice(0, mostSteps).map(stepLine),
      actions.length > mostSteps && escape(`${actions.length - mostSteps} more steps`),
    ],
    '\n',
  );
}

type Json = Record<string, unknown>;

function isMap(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function pageLine(page: Json): Mrkdwn {
  const properties = isMap(page['properties']) ? page['properties'] : {};
  const required = Array.isArray(page['required']) ? page['required'] : [];
  const fields = inOrder(page, Object.keys(properties)).map((name) => {
    const field = properties[name];
    const label = (isMap(field) ? text(field['title']) : undefined) ?? name;
    return `${label.slice(0, 60)}${required.includes(name) ? '' : ' (optional)'}`;
  });
  const more = fields.length > mostFields ? [`${fields.length - mostFields} more`] : [];
  return md`• ${escape(text(page['title']) ?? 'A page', 80)}: ${escape([...fields.slice(0, mostFields), ...more].join(', '), 600)}`;
}

/** As they are written, unless the form itself asks for another order (`ui:order` of react-jsonschema-form). */
function inOrder(page: Json, names: readonly string[]): string[] {
  const order: unknown[] = Array.isArray(page['ui:order']) ? page['ui:order'] : [];
  // What is not listed stands where the star is.
  const others = names.filter((name) => !order.includes(name));
  const all = order.flatMap((name) => (name === '*' ? others : typeof name === 'string' && names.includes(name) ? [name] : []));
  return [...new Set([...all, ...others])];
}

function stepLine(step: Json, i: number): Mrkdwn {
  const action = text(step['action']) ?? 'nothing';
  const name = text(step['name']) ?? text(step['id']);
  return md`${escape(String(i + 1))}. ${join([name && escape(name, 80), code(action.slice(0, 80))])}`;
}

/** Which files a Location leads to. */
export function locationLines(entry: Entry): Mrkdwn | undefined {
  if (kindOf(entry) !== 'location') return undefined;
  const { target, targets } = entry.entity.spec ?? {};
  const written = [target, targets].flat().flatMap((one) => text(one) ?? []);
  return written.length === 0 ? md`It leads to nothing.` : md`Leads to ${codes(written, mostTargets)}`;
}
