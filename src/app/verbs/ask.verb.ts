import { operator, type Viewer } from '#core/viewer.ts';
import { UserError } from '#core/user-error.ts';
import { renderText } from '../../cli/render-text.ts';
import { answerLine } from '../answer-line.ts';
import type { Answering } from '../create-answering.ts';
import type { VerbInputs, Write } from './verb.ts';

export async function askVerb(answering: Answering, { line, json, as }: VerbInputs['ask'], write: Write): Promise<void> {
  const payload = await answerLine(answering, line, as === undefined ? operator : viewerOf(answering, as));
  write(json ? JSON.stringify(payload) : renderText(payload));
}

function viewerOf(answering: Answering, email: string): Viewer {
  const { userRef, groups } = answering.authority().of(email);
  if (userRef) return { kind: 'member', teamId: '', userId: '', userRef, groups };
  throw new UserError(
    'person-unknown',
    `No User of an authority source has the e-mail ${email}.`,
    'Leave out --as to ask as the operator, who sees all.',
  );
}
