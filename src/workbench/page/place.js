/** Who looks at what: kept in the part of the address after `#`, so that a reload, a bookmark and Back work. */
export function place() {
  const params = new URLSearchParams(location.hash.slice(1));
  return { as: params.get('as') ?? 'U0ANA', at: params.get('at') ?? 'C0INCIDENTS', thread: params.get('thread') ?? '' };
}

export function go(change) {
  const next = { ...place(), ...change };
  if (!next.thread) delete next.thread;
  location.hash = new URLSearchParams(next).toString();
}
