import type { Clause, ClauseTiming, Notice, PhonemeTime, WordTime } from "@parlando/pipeline"
import type { ClauseTokens } from "./clauseTokens.ts"

/** Longest that a phoneme and a silence may last, in seconds at the voice's own speed. */
const longest = { phoneme: 0.8, silence: 1.2 } as const

/** Frames of every token, and when the clause's words and phonemes sound. */
export interface TokenDurations {
  /** Frames of each token, at least 1. */
  readonly frames: Int32Array
  readonly timing: ClauseTiming
}

/**
 * Turns the encoder's real-valued durations into whole frames: token boundaries are the rounded running sum, so that
 * rounding errors do not add up, and every token has at least one frame. An absurd duration is bounded, with a notice.
 *
 * @param durations frames of each token, as the encoder says
 * @param framesPerSecond of the voice
 * @param rate speed the durations were made for: what is absurd scales with it
 */
export const clauseTiming = (
  clause: Clause,
  tokens: ClauseTokens,
  durations: Float32Array,
  framesPerSecond: number,
  rate: number
): TokenDurations => {
  const frames = new Int32Array(durations.length)
  const notices: Array<Notice> = [...clause.notices, ...tokens.notices]
  const spans = new Map<number, { startFrame: number; endFrame: number; phonemes: Array<PhonemeTime> }>()
  let sum = 0
  let end = 0
  for (let i = 0; i < durations.length; i++) {
    const { word, phoneme } = tokens.origins[i]!
    const most = ((phoneme === undefined ? longest.silence : longest.phoneme) * framesPerSecond) / rate
    if (durations[i]! > most) {
      notices.push({
        code: "duration-bounded",
        message: `A ${phoneme === undefined ? "silence" : `'${phoneme.symbol}'`} of ${(durations[i]! / framesPerSecond).toFixed(1)} s was cut to ${(most / framesPerSecond).toFixed(1)} s.`,
        textStart: clause.textStart,
        textEnd: clause.textEnd
      })
    }
    sum += Math.min(Math.max(durations[i]!, 0), most)
    const start = end
    end = Math.max(start + 1, Math.round(sum))
    frames[i] = end - start
    if (phoneme === undefined) continue
    let span = spans.get(word)
    if (span === undefined) spans.set(word, (span = { startFrame: start, endFrame: end, phonemes: [] }))
    span.endFrame = end
    span.phonemes.push({ ...phoneme, startFrame: start, endFrame: end })
  }
  const words: ReadonlyArray<WordTime> = Array.from(spans, ([word, span]) => ({ word, ...span }))
  return { frames, timing: { clause, frames: end, words, notices } }
}
