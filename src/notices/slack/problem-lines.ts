import type { Block } from '#core/reply.ts';
import { section } from '#slack/blocks.ts';
import { escape, md } from '#slack/mrkdwn.ts';
import { placeLink } from '#slack/place-link.ts';
import type { ShownProblem } from '../problems/problems-topic.ts';

/** Where it is, what is wrong, what to do. */
export function problemBlock(problem: ShownProblem): Block {
  const { severity, message, fix } = problem;
  return section(md`${placeLink(problem)} · ${escape(severity)}\n${escape(message, 600)}\n→ ${escape(fix, 400)}`);
}

export function fixedBlock(problem: ShownProblem): Block {
  return section(md`~${placeLink(problem)}~ · fixed\n~${escape(problem.message, 600)}~`);
}
