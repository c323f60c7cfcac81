import { createHmac, timingSafeEqual, type Hmac } from 'node:crypto';
import { open, readFile, rename, rm, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { constants, createZstdCompress, createZstdDecompress } from 'node:zlib';

/** Where a snapshot lies and the secret that proves that we wrote it. */
export interface SnapshotPlace {
  file: string;
  secret: string;
}

/** What stands in the first bytes; another format is another word here. */
const magic = Buffer.from('switchboard snapshot 1\n');
const sealBytes = 32;

/**
 * Writes lines into a compressed, sealed file that only its owner may read. The file appears whole or not at all: it
 * is written beside its place, flushed, and renamed. Compression and disk run off the event loop; the lines are asked
 * for piece by piece. The seal covers everything before it, so a torn, altered or foreign file is told from ours.
 */
export async function writeSnapshotFile({ file, secret }: SnapshotPlace, lines: AsyncIterable<string>): Promise<void> {
  const beside = `${file}.${process.pid}.new`;
  // One left by a process that was killed may be wider open than ours, and mode counts only for a new file.
  await rm(beside, { force: true });
  const handle = await open(beside, 'wx', 0o600);
  try {
    await writeSealed(handle, sealer(secret), lines);
    await handle.sync();
  } catch (error) {
    await handle.close();
    await rm(beside, { force: true });
    throw error;
  }
  await handle.close();
  await rename(beside, file);
  await syncFolder(path.dirname(file));
}

/**
 * The lines of a snapshot, once its seal is checked; undefined when there is no file.
 * Throws `SnapshotRefused` when the file is torn, altered, sealed with another secret, or of another format.
 */
export async function openSnapshotFile({ file, secret }: SnapshotPlace): Promise<AsyncGenerator<string> | undefined> {
  const bytes = await readIfThere(file);
  if (!bytes) return undefined;
  if (bytes.length < magic.length + sealBytes) throw new SnapshotRefused('torn');
  if (!bytes.subarray(0, magic.length).equals(magic)) throw new SnapshotRefused('another-format');
  const body = bytes.subarray(0, bytes.length - sealBytes);
  const seal = sealer(secret).update(body).digest();
  if (!timingSafeEqual(seal, bytes.subarray(-sealBytes))) throw new SnapshotRefused('seal-does-not-match');
  return lines(body.subarray(magic.length));
}

/** Why a file was not taken for a snapshot. */
export class SnapshotRefused extends Error {
  readonly reason: 'torn' | 'another-format' | 'seal-does-not-match' | 'unreadable-content';
  constructor(reason: SnapshotRefused['reason']) {
    super(`The snapshot was refused: ${reason}.`);
    this.reason = reason;
  }
}

function sealer(secret: string): Hmac {
  // A key of its own: what this secret also protects must not be open to a mix-up.
  const key = createHmac('sha256', secret).update('switchboard/directory-snapshot').digest();
  return createHmac('sha256', key);
}

async function writeSealed(handle: FileHandle, seal: Hmac, text: AsyncIterable<string>): Promise<void> {
  const put = async (bytes: Buffer): Promise<void> => {
    seal.update(bytes);
    await handle.writeFile(bytes);
  };
  await put(magic);
  const compress = createZstdCompress({ params: { [constants.ZSTD_c_compressionLevel]: 3 } });
  const source = Readable.from(text, { objectMode: true });
  // A failure while the lines are made must end the compressor, or the loop below would wait for ever.
  source.on('error', (error) => compress.destroy(error));
  for await (const bytes of source.pipe(compress)) await put(bytes as Buffer);
  await handle.writeFile(seal.digest());
}

async function* lines(body: Buffer): AsyncGenerator<string> {
  const plain = Readable.from([body]).pipe(createZstdDecompress());
  let rest = '';
  for await (const text of plain.setEncoding('utf8')) {
    const parts = (rest + String(text)).split('\n');
    rest = parts.pop() ?? '';
    yield* parts;
  }
}

async function readIfThere(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

async function syncFolder(folder: string): Promise<void> {
  // Windows cannot open a folder; there the rename is as durable as it gets.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
