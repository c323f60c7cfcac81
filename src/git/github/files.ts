import { createHash } from 'node:crypto';
import { z } from 'zod';
import { askInParts } from './ask-in-parts.ts';
import type { Client } from './client.ts';
import type { GraphqlError } from './explain-refusal.ts';
import type { FileAt, FileContent, FilesOptions, WantedFile } from './github.ts';

/** GitHub ends queries for the contents of more than that. */
const mostFiles = 40;

const Entry = z.object({
  mode: z.number(),
  type: z.string(),
  object: z
    .object({
      oid: z.string().optional(),
      byteSize: z.number().optional(),
      isBinary: z.boolean().nullish(),
      isTruncated: z.boolean().optional(),
      text: z.string().nullish(),
    })
    .nullable(),
});
type Entry = z.infer<typeof Entry>;

const Reply = z.record(z.string(), z.object({ object: z.object({ file: Entry.nullish() }).nullish() }).nullable());

/** In the order of `wanted`. */
export async function readFiles(client: Client, wanted: readonly WantedFile[], { signal, fileBytes }: FilesOptions): Promise<FileAt[]> {
  const read: FileAt[] = [];
  for (let most = mostFiles; read.length < wanted.length;) {
    const { count, data, errors } = await askInParts(Math.min(most, wanted.length - read.length), (first) =>
      client.ask({
        ...buildQuery(wanted.slice(read.length, read.length + first)),
        reply: Reply,
        subject: 'files',
        signal,
        divisible: first > 1,
      }),
    );
    const others = errors.filter((error) => !isAbsent(error));
    if (others.length > 0) throw client.explain(others, 'files');
    const part = wanted.slice(read.length, read.length + count);
    read.push(...part.map((file, n) => ({ ...file, ...judgeAt(data[`f${n}`]?.object, fileBytes) })));
    most = Math.min(most, Math.max(count, 1));
  }
  return read;
}

/** One alias a file, named by its place; everything from outside is a variable. */
function buildQuery(files: readonly WantedFile[]): { query: string; variables: Record<string, string> } {
  const variables: Record<string, string> = {};
  const types: string[] = [];
  const declare = (name: string, type: string, value: string) => {
    variables[name] = value;
    types.push(`$${name}: ${type}!`);
  };
  const aliases = files.map(({ repository, commit, path }, n) => {
    const [owner = '', name] = repository.split('/');
    declare(`c${n}`, 'GitObjectID', commit);
    declare(`p${n}`, 'String', path);
    const at = `object(oid: $c${n}) { ... on Commit { file(path: $p${n}) { ...entry } } }`;
    if (name === undefined) {
      declare(`r${n}`, 'ID', repository);
      return `f${n}: node(id: $r${n}) { ... on Repository { ${at} } }`;
    }
    declare(`o${n}`, 'String', owner);
    declare(`n${n}`, 'String', name);
    return `f${n}: repository(owner: $o${n}, name: $n${n}) { ${at} }`;
  });
  const entry = 'fragment entry on TreeEntry { mode type object { oid ... on Blob { byteSize isBinary isTruncated text } } }';
  return { query: `query (${types.join(', ')}) {\n${aliases.join('\n')}\n}\n${entry}`, variables };
}

/** A repository, a commit or a path that is not there is an answer; everything else that went wrong is none. */
const isAbsent = ({ type, path }: GraphqlError) => type === 'NOT_FOUND' && path !== undefined && path.length <= 3;

const linkMode = 0o120000;

function judgeAt(commit: { file?: Entry | null | undefined } | null | undefined, fileBytes: number): FileContent {
  return commit ? judge(commit.file, fileBytes) : { outcome: 'unseen' };
}

function judge(entry: Entry | null | undefined, fileBytes: number): FileContent {
  if (!entry) return { outcome: 'missing' };
  if (entry.type === 'tree') return { outcome: 'unread', why: 'folder' };
  if (entry.type === 'commit') return { outcome: 'unread', why: 'submodule' };
  if (entry.mode === linkMode) return { outcome: 'unread', why: 'symlink' };
  const { oid: blob, byteSize: size, isBinary, isTruncated, text } = entry.object ?? {};
  if (blob === undefined || size === undefined) return { outcome: 'missing' };
  if (size > fileBytes) return { outcome: 'too-large', blob, size };
  if (isBinary === true || text === null || text === undefined) return { outcome: 'unread', why: 'binary' };
  if (isTruncated === true) return { outcome: 'unread', why: 'cut' };
  // GitHub replaces what is not UTF-8: only what has the name that git gave it is what git has.
  return blobId(text) === blob ? { outcome: 'read', blob, text } : { outcome: 'unread', why: 'binary' };
}

function blobId(text: string): string {
  const bytes = Buffer.from(text);
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}
