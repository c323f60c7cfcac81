const strict = new TextDecoder('utf-8', { fatal: true });

/** The text of a file, without byte order mark; undefined for what is not UTF-8 text. */
export function decodeText(bytes: Buffer): string | undefined {
  if (bytes.includes(0)) return undefined;
  try {
    return strict.decode(bytes);
  } catch {
    return undefined;
  }
}
