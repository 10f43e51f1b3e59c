/** When an alarm rings and when it falls silent again. */
export interface AlarmOptions {
  /** Which side of the threshold is bad. */
  readonly bad: "above" | "below"
  readonly threshold: number
  /** The value, on the good side of the threshold, that counts as recovered. */
  readonly recovered: number
  /** How many observations in a row must have recovered. */
  readonly calm: number
}

/**
 * A threshold with hysteresis: it is raised once, by the first value past the threshold, and cleared once, after `calm`
 * values in a row that have recovered; values in between change nothing, so an alarm never flutters.
 *
 * @example
 * ```ts
 * import { Alarm } from "@parlando/metrics"
 *
 * const alarm = new Alarm({ bad: "above", threshold: 200, recovered: 180, calm: 2 })
 * console.log([190, 210, 250, 190, 170, 160, 150].map((value) => alarm.observe(value)))
 * // [undefined, "raised", undefined, undefined, undefined, "cleared", undefined]
 * ```
 */
export class Alarm {
  readonly options: AlarmOptions
  #active = false
  #calm = 0

  constructor(options: AlarmOptions) {
    this.options = options
  }

  /** Whether it has been raised and not yet cleared. */
  get active(): boolean {
    return this.#active
  }

  /** Takes the next value and says what it changed. `NaN` changes nothing. */
  observe(value: number): "raised" | "cleared" | undefined {
    const { bad, threshold, recovered, calm } = this.options
    if (!this.#active) {
      if (bad === "above" ? value > threshold : value < threshold) {
        this.#active = true
        this.#calm = 0
        return "raised"
      }
      return undefined
    }
    if (Number.isNaN(value)) return undefined
    this.#calm = (bad === "above" ? value <= recovered : value >= recovered) ? this.#calm + 1 : 0
    if (this.#calm < calm) return undefined
    this.#active = false
    return "cleared"
  }
}
