/**
 * The change of a file as a patch that `git apply` takes: one hunk with three lines around what differs. Empty when
 * nothing does. https://git-scm.com/docs/diff-format; a path with other than plain characters is quoted as git does.
 */
export function unifiedDiff(path: string, before: string, after: string): string {
  if (before === after) return '';
  const [old, now] = [linesOf(before), linesOf(after)];
  let top = 0;
  while (top < old.length && top < now.length && old[top] === now[top]) top++;
  let below = 0;
  while (below < Math.min(old.length, now.length) - top && old.at(-1 - below) === now.at(-1 - below)) below++;
  const from = Math.max(0, top - around);
  const rest = Math.max(0, below - around);
  const lines = [
    ...old.slice(from, top).map((line) => ` ${line}`),
    ...old.slice(top, old.length - below).map((line) => `-${line}`),
    ...now.slice(top, now.length - below).map((line) => `+${line}`),
    ...old.slice(old.length - below, old.length - rest).map((line) => ` ${line}`),
  ];
  const header = `@@ -${range(from, old.length - rest)} +${range(from, now.length - rest)} @@`;
  const [a, b] = [quoted(`a/${path}`), quoted(`b/${path}`)];
  return `diff --git ${a} ${b}\n--- ${a}\n+++ ${b}\n${header}\n${lines.map(ended).join('')}`;
}

const around = 3;

/** A carriage return is a part of the line, as git takes it. */
function linesOf(text: string): string[] {
  return text.split(/(?<=\n)/);
}

function range(from: number, to: number): string {
  const count = to - from;
  return `${count === 0 ? from : from + 1},${count}`;
}

function ended(line: string): string {
  return line.endsWith('\n') ? line : `${line}\n\\ No newline at end of file\n`;
}

function quoted(path: string): string {
  if (/^[\w./@+-]+$/.test(path)) return path;
  const bytes = [...Buffer.from(path)];
  const shown = bytes.map((byte) =>
    byte < 0x20 || byte > 0x7e || byte === 0x22 || byte === 0x5c ? `\\${byte.toString(8).padStart(3, '0')}` : String.fromCharCode(byte),
  );
  return `"${shown.join('')}"`;
}
