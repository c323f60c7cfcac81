import type { Edit, EditTarget } from '#core/proposals.ts';
import { UserError } from '#core/user-error.ts';
import { editDescriptor } from './edit-descriptor.ts';

/** What a worker thread is asked: plain data only. */
export interface EditInput {
  text: string;
  target: EditTarget;
  edit: Edit;
  was: string | undefined;
}

/** An error would lose what it is on its way out of the thread. */
export type EditOutput = { outcome: 'edited'; text: string } | { outcome: 'refused'; code: string; message: string; hint: string };

export function editFile({ text, target, edit, was }: EditInput): EditOutput {
  try {
    return { outcome: 'edited', text: editDescriptor({ path: target.path, text }, { ...target, was }, edit) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const { code, message, hint } = error;
    return { outcome: 'refused', code, message, hint };
  }
}
