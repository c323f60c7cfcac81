import { isDeepStrictEqual } from 'node:util';
import { defaultBounds, modelKinds } from '#core/catalog-config.ts';
import type { Edit, EditTarget } from '#core/proposals.ts';
import { formatRef, type Ref } from '#core/ref.ts';
import { UserError } from '#core/user-error.ts';
import { finishFile } from '../descriptor/finish-file.ts';
import { type ParsedDocument, type ParsedFile, parseFile } from '../descriptor/parse-file.ts';
import { isMap } from '../descriptor/shape.ts';
import { type Chunk, splitDocuments } from '../descriptor/split-documents.ts';
import { channelPath } from '../ownership/contacts.ts';
import { readPage } from './page.ts';
import { planSplices, type Wish } from './plan-splices.ts';
import { spliced } from './splice.ts';
import type { Texts } from './write-value.ts';
import { readTree } from './yaml-tree.ts';

/**
 * Changes one fact of one document and leaves every other character as it is: comments, quotes, indentation, line ends.
 * The result is read again, and must say exactly what the file said before with that fact changed. Throws UserError when
 * there is no such way, when the value comes from elsewhere, or when it is so already.
 * @param entity `was`: what the field said when somebody decided to change it; where the file says something else it is refused
 */
export function editDescriptor(file: { path: string; text: string }, entity: Meant, edit: Edit): string {
  const all = read(file).documents;
  const document = documentOf(all, entity);
  if (!document || !isMap(document.value)) throw gone();
  const wish = wishOf(edit, document.value);
  refuseChanged(at(document.value, wish.path), entity, edit);
  const wanted = withWish(document.value, wish);
  if (isDeepStrictEqual(wanted, document.value)) {
    throw new UserError('edit-same', 'The file says so already.', 'The catalog follows with the next look at it.');
  }
  const tree = readTree(document.yaml, file.text);
  const chunks = splitDocuments(file.text, Infinity);
  const values = all.filter(({ yaml }) => yaml.base === document.yaml.base).map(({ value }) => value);
  const expected = { path: file.path, values: values.map((value) => (value === document.value ? wanted : value)), wish };
  for (const splice of planSplices(readPage(file.text, tree), tree, wish)) {
    const text = spliced(file.text, splice);
    const now = chunkOf(chunks, splitDocuments(text, Infinity), document.yaml.base);
    if (now && says(now, expected)) return text;
  }
  throw new UserError(
    'edit-impossible',
    'That line cannot be changed without changing something else: it is used in several places, or the value is not taken there.',
    'Change it in the file itself.',
  );
}

type Meant = Pick<EditTarget, 'ref' | 'doc'> & { was?: string | undefined };

/** Only of what is replaced; what is included has other words than the catalog. */
function refuseChanged(now: unknown, entity: Meant, { field }: Edit): void {
  if (!('was' in entity) || field === 'link' || field === 'alias') return;
  const written = now === null ? '' : (now ?? '');
  if (typeof written === 'object' || String(written as string | number | boolean).trim() === (entity.was ?? '').trim()) return;
  throw new UserError(
    'edit-changed',
    'Somebody has changed that in the file since, and the catalog has not seen it yet.',
    'Ask again in a minute, and look at what it says then.',
  );
}

/** The part of the file that begins at `base` before and after, when all others are the same. */
function chunkOf(before: readonly Chunk[], after: readonly Chunk[], base: number): { before: string; after: string } | undefined {
  if (after.length !== before.length) return undefined;
  const at = before.findIndex((chunk) => chunk.base === base);
  const others = before.every(({ text }, n) => n === at || text === after[n]?.text);
  const [old, now] = [before[at], after[at]];
  return others && old && now?.base === base ? { before: old.text, after: now.text } : undefined;
}

/** Larger than any bound of a source, because what is edited has been read already. */
const rules = { bounds: { ...defaultBounds, fileBytes: 50_000_000 }, allow: modelKinds };

function read(file: { path: string; text: string }): ParsedFile {
  return parseFile(file, rules);
}

/** Another document may have come before it since the file was read. */
function documentOf(all: readonly ParsedDocument[], { ref, doc }: Pick<EditTarget, 'ref' | 'doc'>): ParsedDocument | undefined {
  const own = all.filter(({ value }) => refOf(value) === ref);
  return own.find((one) => one.doc === doc) ?? (own.length === 1 ? own[0] : undefined);
}

function refOf(value: unknown): Ref | undefined {
  const kind = at(value, ['kind']);
  const name = at(value, ['metadata', 'name']);
  const namespace = at(value, ['metadata', 'namespace']) ?? 'default';
  if (typeof kind !== 'string' || typeof name !== 'string' || typeof namespace !== 'string') return undefined;
  return formatRef({ kind, namespace: namespace || 'default', name });
}

function gone(): UserError {
  return new UserError('edit-gone', 'The file does not describe it at that place any more.', 'Ask again in a minute.');
}

function wishOf(edit: Edit, value: Record<string, unknown>): Wish {
  switch (edit.field) {
    case 'owner':
      return { path: ['spec', 'owner'], value: { kind: 'text', text: edit.to }, below: ['lifecycle', 'type'] };
    case 'description':
      return { path: ['metadata', 'description'], value: { kind: 'text', text: edit.to }, below: ['title', 'name'] };
    case 'channel':
      return { path: channelPath(isMap(value['metadata']) ? value['metadata'] : {}), value: { kind: 'text', text: edit.to } };
    case 'alias':
      return { path: aliasPath, value: { kind: 'text', text: withAlias(value, edit.to) } };
    case 'link': {
      const { url, title } = edit;
      return { path: ['metadata', 'links'], value: { kind: 'list', map: { url, ...(title !== undefined && { title }) } } };
    }
  }
}

/** Comma-separated; each of them finds the entity as its name does, see `find/entity-keys.ts`. */
const aliasPath = ['metadata', 'annotations', 'switchboard.io/aliases'] as const;

function withAlias(value: Record<string, unknown>, alias: string): string {
  const written = at(value, aliasPath);
  // A number is taken as text where descriptors are read.
  const text = typeof written === 'number' ? String(written) : written;
  const known = typeof text === 'string' ? text.split(',').map((one) => one.trim()) : [];
  if (known.some((one) => one.toLowerCase() === alias.toLowerCase())) return String(written);
  return [...known.filter(Boolean), alias].join(', ');
}

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((part, key) => (isMap(part) ? part[key] : undefined), value);
}

/** What the document shall say. */
function withWish(value: Record<string, unknown>, { path, value: wished }: Wish): Record<string, unknown> {
  const old = at(value, path);
  const next = wished.kind === 'text' ? sameText(old, wished.text) : oneMoreOf(old, wished.map);
  return put(value, path, next);
}

/** The same address twice helps nobody, whatever it is called. */
function oneMoreOf(old: unknown, map: Texts): unknown {
  const items = Array.isArray(old) ? (old as unknown[]) : [];
  return items.some((item) => at(item, ['url']) === map['url']) ? old : [...items, map];
}

/** Line breaks at the end of a block scalar are its form and not what it says. */
function sameText(old: unknown, text: string): unknown {
  return typeof old === 'string' && old.trimEnd() === text ? old : text;
}

function put(value: unknown, [key, ...rest]: readonly string[], next: unknown): Record<string, unknown> {
  const map = isMap(value) ? value : {};
  return key === undefined ? map : { ...map, [key]: rest.length === 0 ? next : put(map[key], rest, next) };
}

interface Expected {
  path: string;
  /** Of the documents of this part of the file. */
  values: unknown[];
  wish: Wish;
}

function says(text: { before: string; after: string }, { path, values, wish }: Expected): boolean {
  const after = read({ path, text: text.after });
  const same = values.every((value, n) => {
    const got = after.documents[n]?.value;
    return isDeepStrictEqual(got, value) || isDeepStrictEqual(trimmed(got, wish), value);
  });
  if (!same || after.documents.length !== values.length || after.problems.length > 0) return false;
  return accepted(after) >= accepted(read({ path, text: text.before }));
}

function trimmed(value: unknown, { path, value: wished }: Wish): unknown {
  const got = at(value, path);
  return wished.kind === 'text' && typeof got === 'string' && got.trimEnd() === wished.text ? put(value, path, wished.text) : value;
}

/** How many entities there are; what is included is missing both times. */
function accepted(parsed: ParsedFile): number {
  return finishFile(parsed, new Map(), { rules, blob: '', depth: 0 }).descriptors.length;
}
