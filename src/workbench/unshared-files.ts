import { list, object } from './json.ts';

/** Files are shown here with the message that they come in, and in no block: each that a block names is refused as not shared. */
export function unsharedFiles(blocks: unknown): string[] {
  const images = list(blocks).flatMap((block) => [
    object(block),
    object(object(block)['accessory']),
    ...list(object(block)['elements']).map(object),
  ]);
  return images.filter((image) => image['slack_file'] !== undefined).map(() => 'slack_file: not shared with this conversation');
}
