/**
 * Something that was worked around and that a user may want to know: a character nobody can read, a phoneme the voice
 * does not have, a duration that had to be bounded. Notices travel as values beside the data they are about; they never
 * stop the stream.
 */
export interface Notice {
  /** A short stable name, for programs: `unreadable-character`, `unknown-phoneme`. */
  readonly code: string
  /** One sentence, for people. */
  readonly message: string
  /** Where in the source text it is about, UTF-16 code units from the start of the utterance, end exclusive. */
  readonly textStart?: number
  readonly textEnd?: number
}
