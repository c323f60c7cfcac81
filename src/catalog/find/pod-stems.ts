/** A workload's name found in the name of one of its pods. `sure`: the rest cannot well be part of a name. */
export interface Stem {
  name: string;
  sure: boolean;
}

/**
 * Names of workloads that a pod, ReplicaSet or Job of this name may belong to, the longest first. Kubernetes appends
 * 5 characters of `bcdfghjklmnpqrstvwxz2456789` to names it makes up (apimachinery `SafeEncodeString`), a hash of the
 * template to ReplicaSets, the ordinal to pods of StatefulSets, and the scheduled minute to Jobs of CronJobs.
 * @param declared the person said that it is a pod
 */
export function podStems(text: string, declared = false): Stem[] {
  const stems: Stem[] = [];
  const add = (count: number, sure: boolean) => {
    const name = parts.slice(0, parts.length - count).join('-');
    if (name !== '') stems.push({ name, sure });
  };
  const parts = text.split('-');
  const last = parts.at(-1) ?? '';
  const previous = parts.at(-2) ?? '';
  if (parts.length < 2) return [];
  if (ordinal.test(last)) add(1, true);
  if (minute.test(last) || isHash(last)) add(1, true);
  if (madeUp.test(last)) add(1, declared || mixed.test(last));
  if (parts.length < 3 || !fiveLetters.test(last)) return stems;
  if (isHash(previous) || minute.test(previous)) add(2, true);
  if (ordinal.test(previous) && madeUp.test(last)) add(2, declared || mixed.test(last));
  return stems;
}

const ordinal = /^(0|[1-9]\d{0,2})$/;
const minute = /^(\d{8}|\d{10})$/;
const madeUp = /^[bcdfghjklmnpqrstvwxz2456789]{5}$/;
/** Unlike `https` and `http2`, which are made of the same letters. */
const mixed = /\d.*[a-z]/;
const fiveLetters = /^[a-z0-9]{5}$/;

/** Hashes of templates are written with `bcdf456789`, or in digits by old clusters; hexadecimal ones occur in the wild. */
function isHash(part: string): boolean {
  return /^[bcdf4-9]{6,10}$/.test(part) || (/^[0-9a-f]{6,10}$/.test(part) && /\d.*\d/.test(part));
}
