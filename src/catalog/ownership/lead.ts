import type { DirectoryView, Entry } from '#core/directory.ts';
import { canonicalRef } from '#core/ref.ts';
import type { Ref } from '#core/ref.ts';

import { profileOf, refName, text } from './owner.ts';
import { type Told, writtenIn } from './told.ts';

/** The person to turn to in a group. */
export interface Lead {
  name: string;
  ref?: Ref;
  email?: string;
}

const leadKey = 'switchboard.io/lead';

/**
 * The group's lead: the annotation `switchboard.io/lead`, else `spec.lead` (each a user ref, a user name or an email),
 * else its only member. The model has no field for leads, so the first two names are ours.
 */
export function leadOf(view: DirectoryView, group: Entry): Told<Lead> | undefined {
  const { annotations, namespace } = group.entity.metadata;
  const annotated = text(annotations?.[leadKey]);
  const written = annotated ?? text(group.entity.spec?.['lead']);
  if (written !== undefined) {
    const lead = namedLead(view, written, namespace);
    if (lead)
      return {
        value: lead,
        from: annotated === undefined ? 'spec.lead' : writtenIn(group, `metadata.annotations.${leadKey}`, `annotation ${leadKey}`),
      };
  }
  const members = view.targets(group.ref, 'hasMember');
  const only = members.length === 1 ? members[0] : undefined;
  return only !== undefined && view.get(only) ? { value: person(view, only), from: 'the only member' } : undefined;
}

function namedLead(view: DirectoryView, written: string, namespace: string): Lead | undefined {
  if (/^[^\s@:/]+@[^\s@]+$/.test(written)) return { name: written, email: written };
  const ref = canonicalRef(written, { kind: 'user', namespace });
  return ref?.startsWith('user:') ? person(view, ref) : undefined;
}

function person(view: DirectoryView, ref: Ref): Lead {
  const entry = view.get(ref);
  const email = entry && text(profileOf(entry.entity)['email']);
  return { name: refName(view, ref), ref, ...(email && { email }) };
}
