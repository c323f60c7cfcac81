import { UserError } from '#core/user-error.ts';
import type { YamlNode } from './yaml-tree.ts';

/** Throws UserError for what a file takes from another place: changing it there would change more than was asked for. */
export function refuseForeign(node: YamlNode): void {
  if (node.kind === 'alias') {
    throw new UserError(
      'edit-aliased',
      'The value is an alias for another place of the file, so changing it would change that as well.',
      'Change it in the file itself.',
    );
  }
  if (node.kind === 'mapping' && node.entries.some(({ key }) => key.kind === 'scalar' && key.value.startsWith('$'))) {
    throw new UserError('edit-included', 'The value is included from another file.', 'Change it in that file.');
  }
}

export function misplaced(): UserError {
  return new UserError('edit-misplaced', 'The file has something else at that place.', 'Change it in the file itself.');
}
