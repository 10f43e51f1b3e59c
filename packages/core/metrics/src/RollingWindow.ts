/**
 * The newest measurements, at most `capacity` of them, in fixed memory. Values that are not finite are not kept.
 *
 * @example
 * ```ts
 * import { RollingWindow } from "@parlando/metrics"
 *
 * const window = new RollingWindow(3)
 * for (const value of [1, 2, Number.NaN, 3, 4]) window.push(value)
 * console.log(window.values(), window.mean(0, 2)) // 2 3 4, 3.5
 * ```
 */
export class RollingWindow {
  /** The most values it holds. */
  readonly capacity: number
  readonly #values: Float64Array
  #next = 0
  #length = 0

  /** @throws RangeError when `capacity` is not a whole number of at least 1. */
  constructor(capacity: number) {
    if (!Number.isInteger(capacity) || capacity < 1) {
      throw new RangeError(`A rolling window needs a whole capacity of at least 1, not ${capacity}.`)
    }
    this.capacity = capacity
    this.#values = new Float64Array(capacity)
  }

  /** How many values it holds now. */
  get length(): number {
    return this.#length
  }

  /** Adds a value; the oldest leaves when the window is full. */
  push(value: number): void {
    if (!Number.isFinite(value)) return
    this.#values[this.#next] = value
    this.#next = this.#next + 1 === this.capacity ? 0 : this.#next + 1
    if (this.#length < this.capacity) this.#length++
  }

  /** The values, oldest first, as a copy. */
  values(): Float64Array<ArrayBuffer> {
    const oldest = this.#length < this.capacity ? 0 : this.#next
    const copy = new Float64Array(this.#length)
    copy.set(this.#values.subarray(oldest, this.#length))
    copy.set(this.#values.subarray(0, oldest), this.#length - oldest)
    return copy
  }

  /** The mean of `count` values, after leaving out the newest `skip`; `NaN` when there are not that many. */
  mean(skip: number, count: number): number {
    if (count < 1 || skip + count > this.#length) return Number.NaN
    let at = this.#next - 1 - skip
    if (at < 0) at += this.capacity
    let sum = 0
    for (let i = 0; i < count; i++) {
      sum += this.#values[at]!
      at = at === 0 ? this.capacity - 1 : at - 1
    }
    return sum / count
  }
}
