import { secondsToSamples } from "@parlando/audio"
import type { Defect } from "./Defect.ts"

const secondsPerFrame = 0.01
/** Frames quieter than this (mean square, -45 dB of full scale) are pauses and closures and have no part in the level. */
const pause = 10 ** -4.5
/** Speaking frames on each side whose levels are compared: 0.6 s, long enough for vowels and consonants to average out. */
const side = 60
/** Natural speech changes its level by less than this, in decibels. */
export const leastStep = 9

/**
 * Finds steps of the level: the power of the 60 speaking frames (10 ms each) before and after a point differs by 9 dB or
 * more. A step is reported once, where the difference is largest.
 */
export class LevelDetector {
  readonly #frame: number
  #sum = 0
  #inFrame = 0
  /** Mean squares and first samples of the newest `2 * side` speaking frames, rings. */
  readonly #powers = new Float64Array(2 * side)
  readonly #starts = new Float64Array(2 * side)
  #frames = 0
  /** The largest difference since it passed the threshold. */
  #step: { readonly start: number; readonly decibels: number } | undefined

  /** @param sampleRate In Hz. */
  constructor(sampleRate: number) {
    this.#frame = secondsToSamples(secondsPerFrame, sampleRate)
  }

  /** Takes the next samples and returns the steps that can be told now. */
  push(samples: Float32Array, start: number): ReadonlyArray<Defect> {
    const steps: Array<Defect> = []
    for (let i = 0; i < samples.length; i++) {
      const power = samples[i]! * samples[i]!
      if (power < Infinity) this.#sum += power
      if (++this.#inFrame < this.#frame) continue
      const mean = this.#sum / this.#frame
      if (mean > pause) this.#add(mean, start + i + 1 - this.#frame, steps)
      this.#sum = 0
      this.#inFrame = 0
    }
    return steps
  }

  /** Ends the utterance and returns what is left. */
  flush(): ReadonlyArray<Defect> {
    const steps: Array<Defect> = []
    this.#report(steps)
    return steps
  }

  #add(power: number, start: number, steps: Array<Defect>): void {
    const at = this.#frames % (2 * side)
    this.#powers[at] = power
    this.#starts[at] = start
    this.#frames++
    if (this.#frames < 2 * side) return
    let before = 0
    let after = 0
    for (let i = 0; i < side; i++) {
      before += this.#powers[(this.#frames + i) % (2 * side)]!
      after += this.#powers[(this.#frames + side + i) % (2 * side)]!
    }
    const decibels = 10 * Math.log10(after / before)
    if (Math.abs(decibels) < leastStep) return this.#report(steps)
    if (this.#step === undefined || Math.abs(decibels) > Math.abs(this.#step.decibels)) {
      this.#step = { start: this.#starts[(this.#frames + side) % (2 * side)]!, decibels }
    }
  }

  #report(steps: Array<Defect>): void {
    if (this.#step === undefined) return
    steps.push({ kind: "level-step", start: this.#step.start, length: 1, amount: this.#step.decibels })
    this.#step = undefined
  }
}
