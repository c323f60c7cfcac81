/** More than anybody writes; beyond it braces are taken as letters. */
const most = 100;

/** `a/{b,c/d}.yaml` → `a/b.yaml` and `a/c/d.yaml`, braces in braces too. What is no list of alternatives stays as it is. */
export function expandBraces(pattern: string): string[] {
  let done = [pattern];
  for (;;) {
    const next = done.flatMap(expandOne);
    if (next.length > most) return [pattern];
    if (next.length === done.length) return done;
    done = next;
  }
}

/** The innermost list that comes first, written out. */
function expandOne(pattern: string): string[] {
  const list = /\{([^{}]*,[^{}]*)\}/.exec(pattern);
  if (!list) return [pattern];
  const [before, after] = [pattern.slice(0, list.index), pattern.slice(list.index + list[0].length)];
  return (list[1] ?? '').split(',').map((one) => `${before}${one}${after}`);
}
