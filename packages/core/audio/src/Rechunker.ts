import type { AudioChunk, WordSpan } from "./AudioChunk.ts"
import { type ChunkLadder, chunkSize, ladderProblem } from "./ChunkLadder.ts"

/**
 * Cuts an utterance into chunks of other sizes: the same samples in the same order, every word with the chunk in which its
 * sound starts. A chunk that lies within one input is a view of it; one that spans several is one copy.
 *
 * Views keep their input alive, and transferring one input's buffer to another thread takes all its views along.
 *
 * @example
 * ```ts
 * import { Rechunker } from "@parlando/audio"
 *
 * const rechunker = new Rechunker({ first: 2, growth: 2, max: 4 })
 * const whole = { index: 0, start: 0, samples: new Float32Array(9), sampleRate: 22050, words: [] }
 * const chunks = [...rechunker.push(whole), ...rechunker.flush()]
 * console.log(chunks.map((chunk) => chunk.samples.length)) // [2, 4, 3]
 * ```
 */
export class Rechunker {
  readonly #ladder: ChunkLadder
  readonly #inputs: Array<Float32Array> = []
  /** Samples of the first input that have left already. */
  #taken = 0
  #buffered = 0
  #words: Array<{ readonly word: WordSpan; readonly at: number }> = []
  #index = 0
  /** Position of the next sample to leave; `undefined` before the first input. */
  #start: number | undefined
  #sampleRate = 0

  /** @throws RangeError when the ladder is impossible; the message says which field. */
  constructor(ladder: ChunkLadder) {
    const problem = ladderProblem(ladder)
    if (problem !== undefined) throw new RangeError(problem)
    this.#ladder = ladder
  }

  /** Samples that wait for their chunk to fill. */
  get buffered(): number {
    return this.#buffered
  }

  /**
   * Takes the next chunk of the utterance and returns the chunks that are full now.
   *
   * @throws RangeError when the chunk does not follow the one before, or has another sample rate.
   */
  push(chunk: AudioChunk): ReadonlyArray<AudioChunk> {
    this.#start ??= this.#begin(chunk)
    const expected = this.#start + this.#buffered
    if (chunk.start !== expected || chunk.sampleRate !== this.#sampleRate) {
      throw new RangeError(
        `An utterance's chunks must be contiguous: expected sample ${expected} at ${this.#sampleRate} Hz, ` +
          `got sample ${chunk.start} at ${chunk.sampleRate} Hz.`
      )
    }
    if (chunk.samples.length === 0) return []
    this.#inputs.push(chunk.samples)
    this.#buffered += chunk.samples.length
    const last = chunk.start + chunk.samples.length - 1
    for (const word of chunk.words) {
      this.#words.push({ word, at: Math.min(Math.max(word.startSample, chunk.start), last) })
    }
    const full: Array<AudioChunk> = []
    for (let size = this.#nextSize(); this.#buffered >= size; size = this.#nextSize()) full.push(this.#cut(size))
    return full
  }

  /** Ends the utterance: returns what is left as one last, shorter chunk. The next `push` begins another utterance. */
  flush(): ReadonlyArray<AudioChunk> {
    const tail = this.#buffered > 0 ? [this.#cut(this.#buffered)] : []
    this.#start = undefined
    return tail
  }

  #begin(chunk: AudioChunk): number {
    this.#index = 0
    this.#sampleRate = chunk.sampleRate
    return chunk.start
  }

  #nextSize(): number {
    return chunkSize(this.#ladder, this.#index)
  }

  #cut(size: number): AudioChunk {
    const start = this.#start ?? 0
    const samples = this.#take(size)
    this.#start = start + size
    let count = 0
    while (count < this.#words.length && this.#words[count]!.at < start + size) count++
    const words = this.#words.splice(0, count).map(({ word }) => word)
    return { index: this.#index++, start, samples, sampleRate: this.#sampleRate, words }
  }

  #take(size: number): Float32Array {
    this.#buffered -= size
    const head = this.#inputs[0]!
    if (head.length - this.#taken >= size) return this.#takeView(head, size)
    const joined = new Float32Array(size)
    let filled = 0
    while (filled < size) {
      const input = this.#inputs[0]!
      const part = this.#takeView(input, Math.min(size - filled, input.length - this.#taken))
      joined.set(part, filled)
      filled += part.length
    }
    return joined
  }

  #takeView(input: Float32Array, size: number): Float32Array {
    const view = size === input.length ? input : input.subarray(this.#taken, this.#taken + size)
    this.#taken += size
    if (this.#taken === input.length) {
      this.#inputs.shift()
      this.#taken = 0
    }
    return view
  }
}
