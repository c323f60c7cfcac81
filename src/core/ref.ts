/** The parts of an entity's address. Case is kept as written; compare only canonical refs. */
export interface RefParts {
  kind: string;
  namespace: string;
  name: string;
}

/** Canonical address `kind:namespace/name`, all lower case: the form that is compared, stored and used as a key. */
export type Ref = string;

export interface RefDefaults {
  kind?: string | undefined;
  namespace?: string | undefined;
}

/**
 * Reads `[<kind>:][<namespace>/]<name>` as Backstage's `parseEntityRef` does: the first `:` ends the kind, then the
 * first `/` ends the namespace; a `/` before the `:` means that there is no kind. Returns undefined when a part is
 * empty or when the kind is missing and has no default.
 */
export function parseRef(text: string, defaults: RefDefaults = {}): RefParts | undefined {
  const colon = text.indexOf(':');
  const slash = text.indexOf('/');
  const hasKind = colon !== -1 && (slash === -1 || colon < slash);
  const kind = hasKind ? text.slice(0, colon) : defaults.kind;
  const rest = hasKind ? text.slice(colon + 1) : text;
  const cut = rest.indexOf('/');
  const namespace = cut === -1 ? (defaults.namespace ?? 'default') : rest.slice(0, cut);
  const name = cut === -1 ? rest : rest.slice(cut + 1);
  if (!kind || !namespace || !name) return undefined;
  return { kind, namespace, name };
}

export function formatRef(parts: { kind: string; namespace?: string | undefined; name: string }): Ref {
  return `${parts.kind}:${parts.namespace ?? 'default'}/${parts.name}`.toLowerCase();
}

/** The ref written in a field, made canonical; undefined when it is not a ref. */
export function canonicalRef(text: string, defaults: RefDefaults = {}): Ref | undefined {
  const parts = parseRef(text, defaults);
  return parts && formatRef(parts);
}

/** Splits a canonical ref, which is known to be well formed. */
export function splitRef(ref: Ref): RefParts {
  const colon = ref.indexOf(':');
  const slash = ref.indexOf('/', colon);
  return { kind: ref.slice(0, colon), namespace: ref.slice(colon + 1, slash), name: ref.slice(slash + 1) };
}
