import { secondsToSamples, type WordSpan } from "@parlando/audio"
import type { Defect } from "./Defect.ts"

/** Natural speech is never emptier than this, -80 dB of full scale: its closures are filled with breath and room. */
const empty = 1e-4
const secondsOfHole = 0.008
/** Near silence, -60 dB, must last longer than the closure of any stop before it is wrong. */
const quiet = 1e-3
const secondsOfQuiet = 0.15
/** Words may begin and end in silence for this long. */
const secondsOfEdge = 0.005

/** Finds silence inside words: nothing at all for 8 ms, or near silence for 150 ms. */
export class GapDetector {
  readonly #sampleRate: number
  readonly #edge: number
  readonly #leastHole: number
  readonly #leastQuiet: number
  #words: Array<WordSpan> = []
  /** Quiet samples in a row up to now, and at their end empty ones. */
  #quiet = 0
  #empty = 0
  /** Whether the quiet samples have a hole that was reported. */
  #hasHole = false

  /** @param sampleRate In Hz. */
  constructor(sampleRate: number) {
    this.#sampleRate = sampleRate
    this.#edge = secondsToSamples(secondsOfEdge, sampleRate)
    this.#leastHole = secondsToSamples(secondsOfHole, sampleRate)
    this.#leastQuiet = secondsToSamples(secondsOfQuiet, sampleRate)
  }

  /** Takes the next samples and the words that begin in them, and returns the gaps that have ended. */
  push(samples: Float32Array, start: number, words: ReadonlyArray<WordSpan>): ReadonlyArray<Defect> {
    this.#words.push(...words)
    const gaps: Array<Defect> = []
    for (let i = 0; i < samples.length; i++) {
      const size = Math.abs(samples[i]!)
      if (size >= empty && this.#empty > 0) this.#endHole(start + i, gaps)
      if (size < quiet) {
        this.#quiet++
        if (size < empty) this.#empty++
      } else if (this.#quiet > 0) {
        this.#endQuiet(start + i, gaps)
      }
    }
    const needed = start + samples.length - this.#quiet
    if (this.#words.some((word) => word.endSample <= needed)) {
      this.#words = this.#words.filter((word) => word.endSample > needed)
    }
    return gaps
  }

  /** Ends the utterance at a sample and returns what is left. */
  flush(end: number): ReadonlyArray<Defect> {
    const gaps: Array<Defect> = []
    this.#endHole(end, gaps)
    this.#endQuiet(end, gaps)
    return gaps
  }

  #endHole(end: number, gaps: Array<Defect>): void {
    if (this.#empty >= this.#leastHole && this.#report(this.#empty, this.#leastHole, end, gaps)) this.#hasHole = true
    this.#empty = 0
  }

  #endQuiet(end: number, gaps: Array<Defect>): void {
    if (this.#quiet >= this.#leastQuiet && !this.#hasHole) this.#report(this.#quiet, this.#leastQuiet, end, gaps)
    this.#quiet = 0
    this.#hasHole = false
  }

  /** Reports what of the silence before `end` lies inside words and is long enough; says whether there was any. */
  #report(length: number, least: number, end: number, gaps: Array<Defect>): boolean {
    const before = gaps.length
    for (const word of this.#words) {
      const from = Math.max(end - length, word.startSample + this.#edge)
      const to = Math.min(end, word.endSample - this.#edge)
      if (to - from < least) continue
      gaps.push({ kind: "gap", start: from, length: to - from, amount: ((to - from) / this.#sampleRate) * 1000 })
    }
    return gaps.length > before
  }
}
