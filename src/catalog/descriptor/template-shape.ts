import type { Field, Shape } from './shape.ts';

const text = { is: 'text' } as const satisfies Shape;
/** Text for which an empty string will do. */
const loose = { is: 'text', blank: true } as const satisfies Shape;
const condition = { is: 'flag-or-text' } as const satisfies Shape;
const anything: Shape = { is: 'map', fields: [] };

const map = (...fields: readonly Field[]): Shape => ({ is: 'map', fields });
const field = (name: string, shape: Shape): Field => ({ name, shape });
const listOf = (of: Shape): Shape => ({ is: 'list', of });

const permissions = field('backstage:permissions', map(field('tags', listOf(loose))));
const decorators = listOf(map(field('id', loose), field('input', anything)));
const page = map(permissions);

const step = map(
  { name: 'action', shape: loose, required: true, hint: 'the id of the action to call, e.g. fetch:template' },
  field('id', loose),
  field('name', loose),
  field('input', anything),
  field('if', condition),
  permissions,
);

const output: Shape = {
  is: 'map',
  fields: [
    field('links', listOf(map(field('if', condition), ...['url', 'entityRef', 'title', 'icon'].map((name) => field(name, text))))),
    field('text', listOf(map(field('if', condition), field('title', text), field('icon', text), field('content', loose)))),
  ],
  rest: loose,
};

/** The spec of a v1beta3 template, as Backstage's own validator has it: pages and step inputs are free. */
export const templateSpec: Shape = map(
  { name: 'type', shape: text, required: true, hint: 'what it makes, e.g. service' },
  { name: 'steps', shape: listOf(step), required: true, hint: 'a list of {id, name, action, input}' },
  field('owner', text),
  field('lifecycle', text),
  field('parameters', { is: 'map-or-list', of: page }),
  field('secrets', map(field('schema', anything))),
  field(
    'presentation',
    map(field('buttonLabels', map(...['backButtonText', 'createButtonText', 'reviewButtonText'].map((name) => field(name, loose))))),
  ),
  field('EXPERIMENTAL_recovery', map(field('EXPERIMENTAL_strategy', loose))),
  field('formDecorators', decorators),
  field('EXPERIMENTAL_formDecorators', decorators),
  field('output', output),
);
