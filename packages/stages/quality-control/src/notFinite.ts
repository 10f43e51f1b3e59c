import type { Defect } from "./Defect.ts"

/** The samples of a chunk that are NaN or infinite, as one defect from the first to the last; none when all are finite. */
export const notFinite = (samples: Float32Array, start: number): ReadonlyArray<Defect> => {
  let first = -1
  let last = -1
  let amount = 0
  for (let i = 0; i < samples.length; i++) {
    if (Number.isFinite(samples[i]!)) continue
    if (first < 0) first = i
    last = i
    amount++
  }
  return amount === 0 ? [] : [{ kind: "not-finite", start: start + first, length: last - first + 1, amount }]
}
