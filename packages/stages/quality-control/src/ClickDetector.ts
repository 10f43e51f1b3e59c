import { secondsToSamples } from "@parlando/audio"
import type { Defect } from "./Defect.ts"
import { linearPrediction, residualPeak } from "./linearPrediction.ts"

const order = 16
/** Samples after a join in which a click shows. */
const after = 8
const secondsBefore = 0.02
/** Fewer samples before a join than this say too little to judge it by. */
const leastBefore = 8 * order
/** What the signal leads to expect is surpassed this many times before it is suspicious. */
export const suspiciousClick = 2
/** A prediction error below -60 dB of full scale is not heard. */
const inaudible = 1e-3

interface Join {
  readonly at: number
  /** The samples before the join and the first ones after it. */
  readonly context: Float32Array
  filled: number
}

const hann = (length: number): Float64Array =>
  Float64Array.from({ length }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 0.5)) / length))

/**
 * Finds clicks where pieces of audio were joined: the peak of the prediction error (order 16) in the 8 samples after a join,
 * over its peak in the 20 ms before. Above 2 is suspicious; on natural speech cut every 512 samples that is 0.3 % of joins.
 */
export class ClickDetector {
  /** The newest samples, the last `#known` of them real. */
  readonly #recent: Float32Array
  #known = 0
  #window: Float64Array
  #joins: Array<Join> = []

  /** @param sampleRate In Hz. */
  constructor(sampleRate: number) {
    this.#recent = new Float32Array(secondsToSamples(secondsBefore, sampleRate))
    this.#window = hann(this.#recent.length)
  }

  /** Takes the next samples, which begin with a join, and returns the clicks that can be told now. */
  push(samples: Float32Array, start: number): ReadonlyArray<Defect> {
    if (this.#known >= Math.min(leastBefore, this.#recent.length)) {
      const context = new Float32Array(this.#known + after)
      context.set(this.#recent.subarray(this.#recent.length - this.#known))
      this.#joins.push({ at: start, context, filled: this.#known })
    }
    const clicks: Array<Defect> = []
    for (const join of this.#joins) {
      const taken = samples.subarray(0, join.context.length - join.filled)
      join.context.set(taken, join.filled)
      join.filled += taken.length
      if (join.filled < join.context.length) continue
      const amount = this.#judge(join.context)
      if (amount > suspiciousClick) clicks.push({ kind: "click", start: join.at, length: after, amount })
    }
    this.#joins = this.#joins.filter((join) => join.filled < join.context.length)
    this.#remember(samples)
    return clicks
  }

  /** How many times larger than expected the samples after the join are; 0 when that is surely not suspicious. */
  #judge(context: Float32Array): number {
    const join = context.length - after
    if (this.#window.length !== join) this.#window = hann(join)
    const window = this.#window
    const windowed = new Float64Array(join)
    for (let i = 0; i < join; i++) windowed[i] = context[i]! * window[i]!
    const predictor = linearPrediction(windowed, order)
    const peak = residualPeak(context, predictor, join, join + after)
    // The peak before the join is no less than the root mean square, known already (3/8 is the mean square of the window):
    // most joins need no closer look.
    const mean = Math.sqrt(predictor.error / (0.375 * join))
    if (peak <= Math.max(inaudible, suspiciousClick * mean)) return 0
    return peak / (residualPeak(context, predictor, order, join) + 1e-12)
  }

  #remember(samples: Float32Array): void {
    const recent = this.#recent
    const added = samples.subarray(Math.max(0, samples.length - recent.length))
    recent.copyWithin(0, added.length)
    recent.set(added, recent.length - added.length)
    this.#known = Math.min(recent.length, this.#known + added.length)
  }
}
