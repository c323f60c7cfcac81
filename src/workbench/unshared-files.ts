import { list, object } from './json.ts';

/** Nothing can be uploaded here, so every file that a block names is one that was not shared. */
export function unsharedFiles(blocks: unknown): string[] {
  const images = list(blocks).flatMap((block) => [
    object(block),
    object(object(block)['accessory']),
    ...list(object(block)['elements']).map(object),
  ]);
  return images.filter((image) => image['slack_file'] !== undefined).map(() => 'slack_file: not shared with this conversation');
}
