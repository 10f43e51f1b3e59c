/** What can be wrong with a run of audio. */
export type DefectKind = "click" | "clipping" | "level-step" | "gap" | "not-finite"

/** Something wrong with the audio, and where. */
export interface Defect {
  readonly kind: DefectKind
  /** Samples from the start of the utterance. */
  readonly start: number
  /** Samples from the first to the last that are concerned, at least 1. */
  readonly length: number
  /**
   * How bad: for a `click` how many times larger than what the signal leads to expect; for `clipping` and `not-finite` how
   * many samples; for a `level-step` the change in decibels; for a `gap` its milliseconds.
   */
  readonly amount: number
}
