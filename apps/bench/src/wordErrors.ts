import { seededRandom } from "./random.ts"

/** Words in small letters without punctuation. */
export const plainWords = (text: string): ReadonlyArray<string> =>
  text
    .toLowerCase()
    .replaceAll("-", " ")
    .replace(/[^a-z' ]/g, " ")
    .split(" ")
    .filter((word) => word !== "")

/** How many words have to be changed, added or left out to make one sequence the other (V. Levenshtein). */
export const editDistance = (from: ReadonlyArray<string>, to: ReadonlyArray<string>): number => {
  let row = Array.from({ length: to.length + 1 }, (_, j) => j)
  from.forEach((word, i) => {
    const next = [i + 1]
    to.forEach((other, j) => {
      next.push(Math.min(row[j + 1]! + 1, next[j]! + 1, row[j]! + (word === other ? 0 : 1)))
    })
    row = next
  })
  return row.at(-1)!
}

/** Errors in a sentence of so many words. */
export interface WordErrors {
  readonly errors: number
  readonly words: number
}

/** Word error rate over sentences. */
export const errorRate = (all: ReadonlyArray<WordErrors>): number => {
  const words = all.reduce((sum, one) => sum + one.words, 0)
  return all.reduce((sum, one) => sum + one.errors, 0) / Math.max(1, words)
}

/** A ratio with the interval that nine of ten drawings of the sentences fall into. */
export interface Ratio {
  readonly value: number
  readonly low: number
  readonly high: number
}

const draws = 2000

/** Our error rate over theirs on the same sentences, in the same order; ours may be several runs over them. */
export const errorRatio = (ours: ReadonlyArray<WordErrors>, theirs: ReadonlyArray<WordErrors>): Ratio => {
  const random = seededRandom(0)
  const runs = Math.floor(ours.length / theirs.length)
  const ratios = Array.from({ length: draws }, () => {
    const picks = Array.from(theirs, () => Math.floor(random() * theirs.length))
    const mine = picks.flatMap((i) => Array.from({ length: runs }, (_, run) => ours[run * theirs.length + i]!))
    const other = picks.map((i) => theirs[i]!)
    return errorRate(mine) / Math.max(1e-9, errorRate(other))
  }).sort((a, b) => a - b)
  return {
    value: errorRate(ours) / Math.max(1e-9, errorRate(theirs)),
    low: ratios[Math.floor(0.05 * draws)]!,
    high: ratios[Math.floor(0.95 * draws)]!
  }
}
