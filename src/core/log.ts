/**
 * Structured log; events are `slice.verb`. An error goes under `err`: only there the log keeps its stack and
 * causes. Secrets are redacted before they are written.
 */
export interface Log {
  debug(fields: Fields, event: string): void;
  info(fields: Fields, event: string): void;
  warn(fields: Fields, event: string): void;
  error(fields: Fields, event: string): void;
}

/** Under any other name an error would be written as `{}`. */
type Fields = Readonly<Record<string, unknown>> & { error?: string };
