import type { Clause, Phoneme } from "./Clause.ts"
import type { Notice } from "./Notice.ts"

/** When a phoneme sounds: frames from the start of its clause, end exclusive. */
export interface PhonemeTime extends Phoneme {
  readonly startFrame: number
  readonly endFrame: number
}

/** When a word of the source text sounds: frames from the start of its clause, end exclusive. */
export interface WordTime {
  /** Index into the clause's words. */
  readonly word: number
  readonly startFrame: number
  readonly endFrame: number
  readonly phonemes: ReadonlyArray<PhonemeTime>
}

/** Everything that is known about a clause's timing before its first frame is made. */
export interface ClauseTiming {
  readonly clause: Clause
  /** Frames of the whole clause. */
  readonly frames: number
  readonly words: ReadonlyArray<WordTime>
  readonly notices: ReadonlyArray<Notice>
}

/**
 * A run of acoustic frames: what the acoustic model makes and the vocoder hears.
 *
 * A clause's frames come in order and without gaps: `startFrame` of one is the sum of `frames` of those before it, the
 * first has `startFrame` 0, and the last has `last` set.
 */
export interface AcousticFrames {
  readonly timing: ClauseTiming
  readonly startFrame: number
  readonly frames: number
  readonly last: boolean
  /** `[frames, featureSize]`, row-major: the log-mel bands, ln F0 (F0 in Hz) and the probability of voicing. */
  readonly features: Float32Array
  readonly featureSize: number
}
