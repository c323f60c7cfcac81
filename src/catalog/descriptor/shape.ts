import { codeName, fieldName, quoted, type Report } from './finding.ts';
import type { Rule } from './field-rules.ts';
import type { Path } from './yaml-document.ts';

/** What a value must look like. Fields that a map does not name are kept as they are, or follow `rest`. */
export type Shape =
  | { is: 'text'; blank?: true; trimmed?: true; max?: number; rule?: Rule; only?: readonly string[] }
  | { is: 'flag-or-text' }
  | { is: 'list'; of: Shape; min?: number }
  | { is: 'map'; fields: readonly Field[]; rest?: Shape }
  /** One map or a list of such maps. */
  | { is: 'map-or-list'; of: Shape }
  /**
   * Free keys, text values; numbers and booleans are turned into text with a warning. `begun`: Backstage writes some in
   * before it looks, so that nothing at all will do as well.
   */
  | { is: 'pairs'; key: Rule; value?: Rule; begun?: true };

export interface Field {
  name: string;
  shape: Shape;
  required?: true;
  /** Completes the fix for a missing field: what to write. */
  hint?: string;
}

export interface Checking {
  report: Report;
  /** A scalar as the file has it, so that a number keeps its zeros when it becomes text. */
  written: (path: Path) => string | undefined;
}

/** Stands for "leave this out". */
const dropped = Symbol('dropped');

/**
 * Checks a value and gives it back as it is to be stored: the very same one when there is nothing to change, else a
 * changed copy. Null and empty optional fields are left out with a warning; a wrong value is reported and kept.
 */
export function checkShape(value: unknown, shape: Shape, at: { path: Path } & Checking): unknown {
  switch (shape.is) {
    case 'text':
      return checkText(value, shape, at);
    case 'flag-or-text':
      return typeof value === 'boolean' || typeof value === 'string' ? value : wrong(value, 'text, true or false', at);
    case 'list':
      return Array.isArray(value) ? checkList(value, shape, at) : wrong(value, 'a list', at);
    case 'map':
      return isMap(value) ? checkMap(value, shape, at) : wrong(value, 'a mapping of fields to values', at);
    case 'map-or-list': {
      const list = Array.isArray(value);
      return checkShape(value, list ? { is: 'list', of: shape.of } : shape.of, at);
    }
    case 'pairs':
      return isMap(value) ? checkPairs(value, shape, at) : wrong(value, 'a mapping of keys to text', at);
    default:
      return shape satisfies never;
  }
}

export function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

type At = { path: Path } & Checking;
type Of<Is extends Shape['is']> = Extract<Shape, { is: Is }>;

function checkText(value: unknown, shape: Of<'text'>, at: At): unknown {
  if (typeof value !== 'string') return wrong(value, 'text; put it in quotes', at);
  if (shape.only && !shape.only.includes(value)) return wrong(value, shape.only.join(' or '), at);
  if (shape.rule && !shape.rule.test(value)) return wrong(value, shape.rule.says, at);
  if (shape.max !== undefined && value.length > shape.max && codePoints(value) > shape.max) {
    return wrong(value, `at most ${shape.max} characters`, at);
  }
  return value;
}

/** JSON schema counts characters, not UTF-16 units. */
function codePoints(text: string): number {
  return text.replaceAll(/[\uD800-\uDBFF][\uDC00-\uDFFF]/g, '.').length;
}

function checkList(list: readonly unknown[], shape: Of<'list'>, at: At): unknown {
  let kept: unknown[] | undefined;
  for (let index = 0; index < list.length; index++) {
    const item = list[index];
    const path = [...at.path, index];
    const next = isEmpty(item, shape.of) ? empty(item, { ...at, path }) : checkShape(item, shape.of, { ...at, path });
    if (next !== item) kept ??= list.slice(0, index);
    if (kept && next !== dropped) kept.push(next);
  }
  const result = kept ?? list;
  if (result.length < (shape.min ?? 0)) wrong(list, `a list of at least ${shape.min}`, at);
  return result;
}

function checkMap(map: Record<string, unknown>, shape: Of<'map'>, at: At): unknown {
  const edit = editing(map);
  for (const field of shape.fields) {
    const value = map[field.name];
    if (value === undefined) {
      if (field.required) missing(field, at);
      continue;
    }
    const path = [...at.path, field.name];
    if (!value && field.shape.is === 'pairs' && field.shape.begun) edit.set(field.name, dropped);
    else if (!isEmpty(value, field.shape)) edit.set(field.name, checkShape(value, field.shape, { ...at, path }));
    else if (field.required) emptyRequired(field, { ...at, path });
    else edit.set(field.name, empty(value, { ...at, path }));
  }
  if (!shape.rest) return edit.result();
  for (const [name, value] of Object.entries(map)) {
    if (shape.fields.some((field) => field.name === name)) continue;
    const path = [...at.path, name];
    const kept = isEmpty(value, shape.rest) ? empty(value, { ...at, path }) : checkShape(value, shape.rest, { ...at, path });
    edit.set(name, kept);
  }
  return edit.result();
}

function checkPairs(map: Record<string, unknown>, shape: Of<'pairs'>, at: At): unknown {
  const edit = editing(map);
  for (const [key, value] of Object.entries(map)) {
    const path = [...at.path, key];
    if (!shape.key.test(key)) wrongKey(key, shape.key, { ...at, path });
    if (value === null) edit.set(key, empty(value, { ...at, path }));
    else edit.set(key, checkText(asText(value, { ...at, path }), textOf(shape.value), { ...at, path }));
  }
  return edit.result();
}

function textOf(rule: Rule | undefined): Of<'text'> {
  return rule ? { is: 'text', rule } : { is: 'text' };
}

function asText(value: unknown, at: At): unknown {
  if (typeof value !== 'number' && typeof value !== 'boolean') return value;
  const text = at.written(at.path) ?? String(value);
  at.report({
    severity: 'warning',
    code: `${typeof value}-as-text`,
    message: `${fieldName(at.path)} is the ${typeof value} ${quoted(text).slice(1, -1)} where text is expected; it was taken as text.`,
    fix: `Put it in quotes: "${text}".`,
    path: at.path,
  });
  return text;
}

/** Copy on write: the parsed value is not ours to change. */
function editing(map: Record<string, unknown>) {
  let copy: Record<string, unknown> | undefined;
  return {
    set(key: string, value: unknown): void {
      if (value === map[key]) return;
      copy ??= { ...map };
      if (value === dropped) delete copy[key];
      else copy[key] = value;
    },
    result: (): Record<string, unknown> => copy ?? map,
  };
}

function isEmpty(value: unknown, shape: Shape): boolean {
  if (value === null) return true;
  if (typeof value !== 'string' || shape.is === 'flag-or-text') return false;
  if (shape.is !== 'text') return value === '';
  return shape.blank ? false : shape.trimmed ? value.trim() === '' : value === '';
}

function empty(value: unknown, at: At): typeof dropped {
  at.report({
    severity: 'warning',
    code: `${codeName(at.path)}-empty`,
    message: `${fieldName(at.path)} has no value${value === null ? '' : ` but ${quoted(value)}`}; it was left out.`,
    fix: 'Give it a value or remove the line.',
    path: at.path,
  });
  return dropped;
}

function missing(field: Field, at: At): void {
  const path = [...at.path, field.name];
  at.report({
    severity: 'error',
    code: `${codeName(path)}-missing`,
    message: `${fieldName(path)} is missing.`,
    fix: `Add ${fieldName(path)}${field.hint ? `: ${field.hint}` : ''}.`,
    path,
  });
}

function emptyRequired(field: Field, at: At): void {
  at.report({
    severity: 'error',
    code: `${codeName(at.path)}-empty`,
    message: `${fieldName(at.path)} has no value.`,
    fix: `Give ${fieldName(at.path)} a value${field.hint ? `: ${field.hint}` : ''}.`,
    path: at.path,
  });
}

function wrong(value: unknown, expected: string, at: At): unknown {
  at.report({
    severity: 'error',
    code: `${codeName(at.path)}-invalid`,
    message: `${fieldName(at.path)} may not be ${quoted(value)}.`,
    fix: `Use ${expected}.`,
    path: at.path,
  });
  return value;
}

function wrongKey(key: string, rule: Rule, at: At): void {
  at.report({
    severity: 'error',
    code: `${codeName(at.path.slice(0, -1))}-key-invalid`,
    message: `${fieldName(at.path.slice(0, -1))} has the key ${quoted(key)}, which is not allowed.`,
    fix: `Use ${rule.says}.`,
    path: at.path,
  });
}
