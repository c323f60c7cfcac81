import type { Ref } from './ref.ts';

/** Changes of descriptors that people propose where those are kept. What is asked for is checked by whoever does it. */
export interface Proposals {
  /**
   * Reads the file as it is now, changes the one line, and opens a pull request; without the right to do that it gives the
   * change as a patch. Throws UserError.
   */
  propose: (wish: ProposalWish) => Promise<Proposed>;
}

/** One fact of a descriptor as it shall be. */
export type Edit =
  /** A ref, short where the field's defaults allow it. */
  | { field: 'owner'; to: string }
  | { field: 'description'; to: string }
  /** One more in `metadata.links`. */
  | { field: 'link'; url: string; title?: string }
  /** `#name` or an id: the annotation `slack.com/channel`. */
  | { field: 'channel'; to: string }
  /** One more in the annotation `switchboard.io/aliases`: comma-separated, each as good as the name in a lookup. */
  | { field: 'alias'; to: string };

/** The entity that an edit is about, and where its descriptor stands. */
export interface EditTarget {
  ref: Ref;
  source: string;
  path: string;
  /** 0-based index of the document in its file, empty ones counted, when it was read. */
  doc: number;
}

export interface ProposalWish {
  target: EditTarget;
  edit: Edit;
  /** What stood there when the person decided; absent: nothing did. Of links and aliases it does not matter. */
  was?: string;
  /** Slack user id, and how the person is called; no e-mail address. */
  by: { userId: string; name: string };
  /** In the person's own words. */
  reason?: string;
  /** Teams that are asked for a review, as `organisation/slug`. */
  reviewers: readonly string[];
}

export type Proposed =
  /** `known`: the same was proposed before and is open. */
  | { outcome: 'opened' | 'known'; url: string; number: number }
  /** `why`: what stands in the way of a pull request, one sentence. `git apply` takes the patch. */
  | { outcome: 'patch'; patch: string; why: string; hint: string };

/** A proposed change that is neither merged nor closed. */
export interface OpenProposal {
  ref: Ref;
  field: Edit['field'];
  url: string;
  number: number;
}
