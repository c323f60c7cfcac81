import { randomBytes } from 'node:crypto';

/** A file that the app sent; to be seen once it is shared. */
export interface WorkbenchFile {
  id: string;
  name: string;
  title: string;
  altText: string;
  /** As announced, before the bytes are there. */
  length: number;
  bytes?: Buffer;
  shared: boolean;
}

/** The bytes of files, in memory and bounded: the oldest are forgotten, and a message shows that its file is. */
export interface Files {
  /** Gives the path that takes the bytes, which is the permission to bring them. */
  announce(file: Pick<WorkbenchFile, 'name' | 'altText' | 'length'>): { file: WorkbenchFile; path: string };
  /** False when nobody announced so many bytes there, or they came before. */
  take(path: string, bytes: Buffer): boolean;
  /** Undefined when it is not there to be shared, or was. */
  share(id: string, title: string): WorkbenchFile | undefined;
  /** Only what is shared. */
  find(id: string): WorkbenchFile | undefined;
}

export const mostFileBytes = 5_000_000;
const mostBytes = 40_000_000;
const mostFiles = 200;

export function createFiles(): Files {
  const files = new Map<string, WorkbenchFile>();
  const waiting = new Map<string, WorkbenchFile>();

  function forgetOldest(): void {
    let held = [...files.values()].reduce((sum, { length }) => sum + length, 0);
    for (const [id, { length }] of files) {
      if (held <= mostBytes && files.size <= mostFiles) return;
      files.delete(id);
      held -= length;
    }
  }

  return {
    announce(facts) {
      const id = `F0${randomBytes(8).toString('hex').toUpperCase()}`;
      const file: WorkbenchFile = { ...facts, id, title: facts.name, shared: false };
      const path = `/upload/${randomBytes(16).toString('hex')}`;
      files.set(id, file);
      waiting.set(path, file);
      const [oldest] = waiting.keys();
      if (waiting.size > mostFiles && oldest !== undefined) waiting.delete(oldest);
      forgetOldest();
      return { file, path };
    },
    take(path, bytes) {
      const file = waiting.get(path);
      waiting.delete(path);
      if (!file || bytes.length !== file.length) return false;
      file.bytes = bytes;
      return true;
    },
    share(id, title) {
      const file = files.get(id);
      if (!file?.bytes || file.shared) return undefined;
      return Object.assign(file, { shared: true, title: title || file.name });
    },
    find(id) {
      const file = files.get(id);
      return file?.shared ? file : undefined;
    },
  };
}

/** By its first bytes: what a name says is not to be relied on. */
export function isPng(bytes: Buffer | undefined): boolean {
  return bytes !== undefined && bytes.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]));
}
