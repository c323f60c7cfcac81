/** Which names the whole of a pattern matches. A pattern can be made to run for ever, so a thread with a deadline runs it. */
export function matchNames({ pattern, names }: { pattern: string; names: readonly string[] }): string[] {
  const whole = new RegExp(`^(?:${pattern})$`);
  return names.filter((name) => whole.test(name));
}
