import { operator, type Viewer } from '#core/viewer.ts';
import { UserError } from '#core/user-error.ts';
import { renderText } from '../../cli/render-text.ts';
import { answerLine, type Asking } from '../answer-line.ts';
import { type Answering, nobody } from '../create-answering.ts';
import type { VerbInputs, Write } from './verb.ts';

type Answers = Asking & Pick<Answering, 'authority'>;

export async function askVerb(answering: Answers, { line, json, as }: VerbInputs['ask'], write: Write): Promise<void> {
  const asking = json ? answering : withNames(answering);
  const payload = await answerLine(asking, line, as === undefined ? operator : viewerOf(answering, as));
  write(json ? JSON.stringify(payload) : renderText(payload));
}

/** Only Slack makes a name of a mention: where nobody is known to it, people and groups are written out. */
function withNames(asking: Asking): Asking {
  return { commands: asking.commands, ctxFor: (viewer) => ({ ...asking.ctxFor(viewer), people: nobody }) };
}

function viewerOf(answering: Answers, email: string): Viewer {
  const { userRef, groups } = answering.authority().of(email);
  if (userRef) return { kind: 'member', teamId: '', userId: '', userRef, groups };
  throw new UserError(
    'person-unknown',
    `No User of an authority source has the e-mail ${email}.`,
    'Leave out --as to ask as the operator, who sees all.',
  );
}
