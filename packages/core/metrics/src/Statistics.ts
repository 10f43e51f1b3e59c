/** What a set of measurements looks like; all values are in the unit of the measurements. */
export interface Statistics {
  readonly count: number
  readonly mean: number
  readonly min: number
  readonly max: number
  readonly p50: number
  readonly p95: number
  readonly p99: number
}

/**
 * Moves the value of rank `k` (0 the smallest) of `values[from..]` to its place: smaller ones before it, larger ones after.
 * C. A. R. Hoare's quickselect, much cheaper than sorting for a few ranks.
 */
const select = (values: Float64Array, from: number, k: number): number => {
  let left = from
  let right = values.length - 1
  while (left < right) {
    const pivot = values[(left + right) >> 1]!
    let i = left
    let j = right
    while (i <= j) {
      while (values[i]! < pivot) i++
      while (values[j]! > pivot) j--
      if (i > j) break
      const value = values[i]!
      values[i++] = values[j]!
      values[j--] = value
    }
    if (k <= j) right = j
    else if (k >= i) left = i
    else break
  }
  return values[k]!
}

/** Index of the smallest of `count` sorted values that at least `percent` per cent of them do not exceed. */
const nearestRank = (count: number, percent: number): number => Math.max(0, Math.ceil((percent * count) / 100) - 1)

/**
 * The statistics of a set of measurements, in any order. Values that are not finite are left out; with none left there are
 * no statistics, and the result is `undefined`. Percentiles are by nearest rank
 * (https://en.wikipedia.org/wiki/Percentile#The_nearest-rank_method), so each is a value that was measured.
 *
 * @example
 * ```ts
 * import { statistics } from "@parlando/metrics"
 *
 * console.log(statistics([30, 10, 20, 40])) // { count: 4, mean: 25, min: 10, max: 40, p50: 20, p95: 40, p99: 40 }
 * console.log(statistics([])) // undefined
 * ```
 */
export const statistics = (values: ArrayLike<number>): Statistics | undefined => {
  const kept = new Float64Array(values.length)
  let count = 0
  let sum = 0
  let min = Infinity
  let max = -Infinity
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!
    if (!Number.isFinite(value)) continue
    kept[count++] = value
    sum += value
    if (value < min) min = value
    if (value > max) max = value
  }
  if (count === 0) return undefined
  const finite = kept.subarray(0, count)
  const [rank50, rank95, rank99] = [nearestRank(count, 50), nearestRank(count, 95), nearestRank(count, 99)]
  const p50 = select(finite, 0, rank50)
  const p95 = select(finite, rank50, rank95)
  const p99 = select(finite, rank95, rank99)
  return { count, mean: sum / count, min, max, p50, p95, p99 }
}
