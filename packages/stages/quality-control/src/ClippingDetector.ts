import { secondsToSamples } from "@parlando/audio"
import type { Defect } from "./Defect.ts"

/** As good as full scale. */
const full = 0.999
/** A peak may touch full scale; this many samples in a row are a peak that was cut off. */
const leastRun = 3
/** Cut-off peaks closer than this are one passage. */
const secondsTogether = 0.01

/** Finds passages of cut-off peaks: 3 or more samples in a row at full scale, of one sign. */
export class ClippingDetector {
  readonly #together: number
  #run = 0
  #sign = 0
  /** The passage that is going on: its first sample, the end of its last peak, and its clipped samples; none when 0. */
  #first = 0
  #end = 0
  #clipped = 0

  /** @param sampleRate In Hz. */
  constructor(sampleRate: number) {
    this.#together = secondsToSamples(secondsTogether, sampleRate)
  }

  /** Takes the next samples and returns the passages that have ended. */
  push(samples: Float32Array, start: number): ReadonlyArray<Defect> {
    const passages: Array<Defect> = []
    for (let i = 0; i < samples.length; i++) {
      const sample = samples[i]!
      const sign = sample >= full ? 1 : sample <= -full ? -1 : 0
      if (sign === 0 && this.#run === 0) continue
      if (sign !== this.#sign) {
        this.#endRun(start + i, passages)
        this.#sign = sign
        this.#run = 0
      }
      if (sign !== 0) this.#run++
    }
    const now = start + samples.length
    if (this.#clipped > 0 && this.#run === 0 && now - this.#end > this.#together) this.#endPassage(passages)
    return passages
  }

  /** Ends the utterance at a sample and returns what is left. */
  flush(end: number): ReadonlyArray<Defect> {
    const passages: Array<Defect> = []
    this.#endRun(end, passages)
    this.#endPassage(passages)
    return passages
  }

  #endRun(end: number, passages: Array<Defect>): void {
    if (this.#run < leastRun) return
    const first = end - this.#run
    if (this.#clipped > 0 && first - this.#end > this.#together) this.#endPassage(passages)
    if (this.#clipped === 0) this.#first = first
    this.#end = end
    this.#clipped += this.#run
  }

  #endPassage(passages: Array<Defect>): void {
    if (this.#clipped === 0) return
    passages.push({ kind: "clipping", start: this.#first, length: this.#end - this.#first, amount: this.#clipped })
    this.#clipped = 0
  }
}
