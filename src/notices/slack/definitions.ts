import type { RequestDefinition } from '#slack/define-request.ts';
import type { Definition } from '#slack/definition.ts';
import { confirmRemovals } from './confirm-removals.action.ts';
import { followRequest } from './follow/follow-request.ts';
import { followedActions } from './follow/followed.actions.ts';
import { followingRequest } from './follow/following-request.ts';
import type { Following } from './follow/following.ts';
import { unfollowRequest } from './follow/unfollow-request.ts';
import { muteAction } from './mute.action.ts';
import type { NoticesSlack } from './notices-slack.ts';
import { showProblems, turnPage } from './problem-pages.action.ts';
import { problemsRequest } from './problems.request.ts';

/** What follows things: buttons, and what can be asked in words. */
export function followDefinitions(following: Following): Definition[] {
  return followedActions(following);
}

export function followRequests(following: Following): RequestDefinition[] {
  return [followRequest(following), unfollowRequest(following), followingRequest(following)];
}

/** Every button of notices and of lists of problems. */
export function noticeDefinitions(slack: NoticesSlack): Definition[] {
  return [showProblems(slack), turnPage(slack), muteAction(slack), confirmRemovals(slack)];
}

/** What notices add to what can be asked in words. */
export function noticeRequests(slack: NoticesSlack): RequestDefinition[] {
  return [problemsRequest(slack)];
}
