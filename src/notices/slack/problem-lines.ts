import type { Block } from '#core/reply.ts';
import { section } from '#slack/blocks.ts';
import { escape, md, type Mrkdwn } from '#slack/mrkdwn.ts';
import { placeLink } from '#slack/place-link.ts';
import type { ShownProblem } from '../problems/problems-topic.ts';

/** Where it is, what is wrong, what to do. */
export function problemBlock(problem: ShownProblem): Block {
  const { severity, message, fix } = problem;
  return section(md`${placeOf(problem)} · ${escape(severity)}\n${escape(message, 600)}\n→ ${escape(fix, 400)}`);
}

export function fixedBlock(problem: ShownProblem): Block {
  return section(md`~${placeOf(problem)}~ · fixed\n~${escape(problem.message, 600)}~`);
}

/** Of an organisation every file has the same path: only the source tells one from another. */
function placeOf(problem: ShownProblem): Mrkdwn {
  const place = placeLink(problem);
  return problem.source === undefined ? place : md`${place} (${escape(problem.source, 60)})`;
}
