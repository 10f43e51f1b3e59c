import type { Clause, Notice, Pause, Phoneme } from "@parlando/pipeline"

/** Codes of the `position` input: where a phoneme stands in its word, or what a silence is. */
const position = { inside: 0, initial: 1, final: 2, only: 3, start: 4 } as const
const silence: Readonly<Record<Pause, number>> = { none: 5, comma: 6, stop: 7, question: 8, exclamation: 9 }

/** What a token is: a phoneme of a word of the clause, or a silence. */
export interface TokenOrigin {
  /** Index into the clause's words, -1 for a silence. */
  readonly word: number
  readonly phoneme: Phoneme | undefined
}

/** A clause as the encoder reads it; all arrays are of the same length. */
export interface ClauseTokens {
  readonly phonemes: Int32Array
  readonly stress: Int32Array
  readonly position: Int32Array
  readonly origins: ReadonlyArray<TokenOrigin>
  readonly notices: ReadonlyArray<Notice>
}

/**
 * Spells a clause in a voice's sounds: a silence, the phonemes of every word with their stress and place in the word, a
 * silence wherever the reader pauses and one at the end. A phoneme that the voice does not know is left out with a notice.
 *
 * @param inventory the voice's phonemes in the order of their numbers; 0 is silence
 */
export const clauseTokens = (clause: Clause, inventory: ReadonlyMap<string, number>): ClauseTokens => {
  const phonemes: Array<number> = [0]
  const stress: Array<number> = [0]
  const positions: Array<number> = [position.start]
  const origins: Array<TokenOrigin> = [{ word: -1, phoneme: undefined }]
  const notices: Array<Notice> = []

  const push = (id: number, stressCode: number, positionCode: number, origin: TokenOrigin) => {
    phonemes.push(id)
    stress.push(stressCode)
    positions.push(positionCode)
    origins.push(origin)
  }

  clause.words.forEach((word, index) => {
    for (const spoken of word.spoken) {
      const known = spoken.phonemes.filter((phoneme) => {
        if (inventory.has(phoneme.symbol)) return true
        notices.push({
          code: "unknown-phoneme",
          message: `The voice has no sound '${phoneme.symbol}', which '${spoken.text}' needs; it is left out.`,
          textStart: word.textStart,
          textEnd: word.textEnd
        })
        return false
      })
      known.forEach((phoneme, i) => {
        const first = i === 0
        const last = i === known.length - 1
        const place = first ? (last ? position.only : position.initial) : last ? position.final : position.inside
        push(inventory.get(phoneme.symbol)!, phoneme.stress, place, { word: index, phoneme })
      })
    }
    if (word.pause !== "none" && index < clause.words.length - 1) {
      push(0, 0, silence[word.pause], { word: -1, phoneme: undefined })
    }
  })
  push(0, 0, silence[clause.end], { word: -1, phoneme: undefined })

  return {
    phonemes: Int32Array.from(phonemes),
    stress: Int32Array.from(stress),
    position: Int32Array.from(positions),
    origins,
    notices
  }
}
