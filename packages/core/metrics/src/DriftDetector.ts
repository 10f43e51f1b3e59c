/**
 * Sees a slow drift that no comparison of neighbours can: operations are put together in blocks of `blockSize`, and each
 * block's cost is compared with the cheapest block so far. A drift is found however slow it is, and slow first operations
 * (a cold start) do not hide it.
 *
 * @example
 * ```ts
 * import { DriftDetector } from "@parlando/metrics"
 *
 * const drift = new DriftDetector(2)
 * console.log([10, 10, 20, 20].map((cost) => drift.observe(cost, 1))) // [NaN, NaN, NaN, 2]
 * ```
 */
export class DriftDetector {
  readonly #blockSize: number
  #count = 0
  #cost = 0
  #work = 0
  #best = Infinity

  /** @param blockSize Operations in a block. */
  constructor(blockSize: number) {
    this.#blockSize = blockSize
  }

  /**
   * Takes the next operation, with its cost (such as milliseconds) and the work it did (such as characters). At the end of a
   * block returns the block's cost per work over that of the cheapest block before it; otherwise, and at the end of the
   * first block, `NaN`.
   */
  observe(cost: number, work: number): number {
    this.#cost += cost
    this.#work += work
    this.#count++
    if (this.#count < this.#blockSize) return Number.NaN
    const block = this.#cost / this.#work
    const ratio = this.#best < Infinity ? block / this.#best : Number.NaN
    if (block > 0) this.#best = Math.min(this.#best, block)
    this.#count = 0
    this.#cost = 0
    this.#work = 0
    return ratio
  }
}
