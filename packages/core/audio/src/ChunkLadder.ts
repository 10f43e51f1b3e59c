/**
 * How chunk sizes grow: the first chunk is small so that it is early, later ones are larger so that they are cheap. Chunk
 * `i` has `first * growth ** i` samples, rounded down, and never more than `max`.
 */
export interface ChunkLadder {
  /** Samples of the first chunk: a whole number, at least 1. */
  readonly first: number
  /** How many times larger each chunk is than the one before: at least 1. */
  readonly growth: number
  /** Samples that no chunk exceeds: a whole number, at least `first`. */
  readonly max: number
}

/**
 * The samples of chunk `index` on a ladder.
 *
 * @example
 * ```ts
 * import { chunkSize } from "@parlando/audio"
 *
 * const ladder = { first: 256, growth: 2, max: 2048 }
 * console.log([0, 1, 2, 3, 4].map((i) => chunkSize(ladder, i))) // [256, 512, 1024, 2048, 2048]
 * ```
 */
export const chunkSize = (ladder: ChunkLadder, index: number): number =>
  Math.min(ladder.max, Math.floor(ladder.first * ladder.growth ** index))

/** A ladder whose chunks all have the same size, in samples. */
export const fixedLadder = (size: number): ChunkLadder => ({ first: size, growth: 1, max: size })

/** What is wrong with a ladder, in one sentence, or `undefined` when it can be climbed. */
export const ladderProblem = (ladder: ChunkLadder): string | undefined => {
  if (!Number.isInteger(ladder.first) || ladder.first < 1) {
    return `The ladder's first must be a whole number of samples, at least 1, not ${ladder.first}.`
  }
  if (!Number.isFinite(ladder.growth) || ladder.growth < 1) {
    return `The ladder's growth must be at least 1, not ${ladder.growth}.`
  }
  if (!Number.isInteger(ladder.max) || ladder.max < ladder.first) {
    return `The ladder's max must be a whole number of samples, at least first (${ladder.first}), not ${ladder.max}.`
  }
  return undefined
}
