/** How an operation ended: to its end, with an error, or because it was told to stop (a barge-in, a listener who left). */
export type Outcome = "completed" | "failed" | "stopped"

/** One finished request for speech, as the monitor records it. */
export interface Operation {
  readonly outcome: Outcome
  /** Milliseconds of work from the request to its end; waiting for a slow listener is not work. */
  readonly latency: number
  /** Milliseconds from the request to its first audio; absent when there was none. */
  readonly firstAudio?: number
  /** Samples made. */
  readonly samples: number
  /** UTF-16 code units of the text spoken. */
  readonly textLength: number
  /** 0 (unusable) to 1 (no defect found); absent when it was not measured. A failed operation without one counts as 0. */
  readonly quality?: number
}
