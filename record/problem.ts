/**
 * A refusal with a name that the caller can act on. `code` is stable and kebab-case; `details` holds plain data that
 * a catalogue turns into a sentence for a person. The message is the code, so that nothing depends on its wording.
 */
export class Problem extends Error {
  readonly code: string;
  readonly details: Record<string, unknown>;
  /** Where in the input: a field path such as `body.place.radius`, or a file and offset. */
  readonly at?: string;

  constructor(code: string, details: Record<string, unknown> = {}, at?: string) {
    super(code);
    this.name = 'Problem';
    this.code = code;
    this.details = details;
    if (at !== undefined) this.at = at;
  }
}

/** Runs `parse` and turns anything it throws that is not a Problem into a Problem of this code. */
export function asProblem<T>(code: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw new Problem(code, { why: error instanceof Error ? error.message : String(error) });
  }
}
