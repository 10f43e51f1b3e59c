import { describe, expect, it } from "vitest"
import { kneserNey, prune, type BackOffModel } from "../src/ngram.ts"

const a = 0
const b = 1
const c = 2
const start = 3
const end = 4

const sequences = [
  [a, b, c],
  [a, b, b, c],
  [a, c],
  [b, c, a],
  [a, b, c, c],
  [c, a, b]
]

/** The probability of a label after a history, by back-off. */
const probability = (
  { trie, logProbability, logBackOff, kept }: BackOffModel,
  history: ReadonlyArray<number>,
  label: number
): number => {
  for (let from = 0, cost = 0; from <= history.length; from++) {
    let node = 0
    for (const item of history.slice(from)) node = node < 0 ? -1 : trie.find(node, item)
    if (node < 0 || (node > 0 && kept[node] === 0)) continue
    const found = trie.find(node, label)
    if (found >= 0 && kept[found] === 1) return Math.exp((logProbability[found] ?? 0) + cost)
    cost += logBackOff[node] ?? 0
  }
  return 0
}

const total = (model: BackOffModel, history: ReadonlyArray<number>): number =>
  [a, b, c, end].reduce((sum, label) => sum + probability(model, history, label), 0)

describe("an n-gram model", () => {
  it("gives every history probabilities that add up to one", () => {
    const model = kneserNey(sequences, 3, start, end)
    for (const history of [[start], [start, a], [a, b], [b, c]]) expect(total(model, history)).toBeGreaterThan(0.85)
    for (const history of [[start], [start, a], [a, b], [b, c]]) expect(total(model, history)).toBeLessThan(1.001)
  })

  it("prefers what it has seen", () => {
    const model = kneserNey(sequences, 3, start, end)
    expect(probability(model, [start, a], b)).toBeGreaterThan(probability(model, [start, a], a))
  })

  it("loses n-grams when it is pruned, and still adds up", () => {
    const model = kneserNey(sequences, 3, start, end)
    prune(model, 0.01, 3)
    expect(model.kept.reduce((sum, kept) => sum + kept, 0)).toBeLessThan(model.trie.size)
    expect(total(model, [a, b])).toBeLessThan(1.05)
  })
})
