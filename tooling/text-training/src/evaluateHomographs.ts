import { homographTokens, type HomographModel } from "@parlando/text-frontend/formats"
import type { HomographExample } from "./homographData.ts"

/** Shares of right choices in percent: of all sentences, and the mean over the labels of each label's own share. */
export interface HomographScores {
  readonly micro: number
  readonly balanced: number
}

export const scoreHomographs = (examples: ReadonlyArray<HomographExample>, model: HomographModel): HomographScores => {
  const tallies = new Map<string, { right: number; all: number }>()
  for (const { label, sentence, start } of examples) {
    const tokens = homographTokens(sentence)
    const at = tokens.findIndex((token) => token.start + token.text.length > start)
    const chosen = model.choose(
      tokens.map((token) => token.text),
      at
    )
    const tally = tallies.get(label) ?? { right: 0, all: 0 }
    tally.all++
    if (chosen?.id === label) tally.right++
    tallies.set(label, tally)
  }
  const all = Array.from(tallies.values())
  const right = all.reduce((sum, tally) => sum + tally.right, 0)
  return {
    micro: (100 * right) / Math.max(examples.length, 1),
    balanced: (100 * all.reduce((sum, tally) => sum + tally.right / tally.all, 0)) / Math.max(all.length, 1)
  }
}
