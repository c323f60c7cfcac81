import { createHash } from 'node:crypto';
import type { ProposalWish } from '#core/proposals.ts';
import { splitRef } from '#core/ref.ts';

/** What the pull request is called, and what it says: who asked and why, and no address of anybody. */
export function pullRequestText({ target, edit, by, reason }: ProposalWish): { title: string; body: string } {
  const { name } = splitRef(target.ref);
  const what = { owner: 'owner', description: 'description', link: 'links', channel: 'Slack channel', alias: 'aliases' }[edit.field];
  const why = reason === undefined ? [] : [`> ${shown(reason)}`];
  const asked = `Proposed in Slack by ${shown(by.name)}, through Switchboard.`;
  const changes = `This changes the ${what} of \`${target.ref}\` in \`${onOneLine(target.path).replaceAll('`', "'")}\` and nothing else.`;
  const title = edit.field === 'owner' ? `Change the owner of ${name} to ${edit.to}` : `Change the ${what} of ${name}`;
  return { title: title.slice(0, 200), body: [asked, ...why, changes].join('\n\n') };
}

/**
 * The same for the same change, so that a second press finds the pull request of the first. Whoever wants something else
 * gets another one: what two people want is never mixed, and none of them is told that it is proposed when it is not.
 */
export function branchOf({ target, edit }: Pick<ProposalWish, 'target' | 'edit'>): string {
  const { kind, name } = splitRef(target.ref);
  const which = edit.field === 'link' ? edit.url : edit.field === 'alias' ? edit.to.toLowerCase() : edit.to;
  const hash = createHash('sha256')
    .update(JSON.stringify([target.ref, target.path, edit.field, which]))
    .digest('hex')
    .slice(0, 8);
  return `switchboard/${kind}-${name.slice(0, 60).replaceAll(/[^\w-]+/g, '-')}-${edit.field}-${hash}`;
}

/** Text as it is: no format, no link, no mention of a person or an issue, on one line. */
function shown(text: string): string {
  return (
    onOneLine(text)
      .slice(0, 1_000)
      .toWellFormed()
      // GitHub looks for these after it has taken the backslashes away.
      .replaceAll(/[@#]|\b(?:GH(?=-\d)|www(?=\.))/gi, '$&\u200b')
      .replaceAll('://', ':\u200b//')
      .replaceAll(/[\\`*_{}[\]()+!|~<>&$-]/g, '\\$&')
  );
}

/** Without the marks that turn the direction of writing, which would show a reviewer something else than is there. */
function onOneLine(text: string): string {
  return text
    .replaceAll(/[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g, '')
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .trim();
}
