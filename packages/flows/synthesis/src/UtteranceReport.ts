import type { AudioChunk } from "@parlando/audio"

/** How an utterance stands. */
export type UtteranceStatus = "speaking" | "completed" | "stopped" | "failed"

/** What is known about an utterance so far. Times are in milliseconds from the request. */
export interface UtteranceReport {
  readonly status: UtteranceStatus
  /** When the first chunk was ready; absent before. */
  readonly firstChunkLatency: number | undefined
  readonly chunkCount: number
  readonly samples: number
  readonly smallestChunk: number
  readonly largestChunk: number
  readonly meanChunk: number
  /** Mean time between two chunks being ready. */
  readonly meanInterval: number
  /** 0-1, as `@parlando/quality-control` measures it; 1 before the first chunk, and where it is not measured. */
  readonly quality: number
  /** UTF-16 code units of the text that has come in. */
  readonly textLength: number
}

/** Keeps the books of an utterance. */
export class UtteranceLog {
  readonly #requestedAt: number
  #firstAt: number | undefined
  #lastAt = 0
  #chunks = 0
  #samples = 0
  #smallest = Number.POSITIVE_INFINITY
  #largest = 0
  status: UtteranceStatus = "speaking"
  quality = 1
  textLength = 0
  /** Milliseconds in which the text was awaited. */
  waitedForText = 0
  /** Whether the text paused past its deadline. */
  late = false

  constructor(requestedAt: number) {
    this.#requestedAt = requestedAt
  }

  /** A chunk is ready. */
  chunk({ samples }: AudioChunk, at: number): void {
    this.#firstAt ??= at
    this.#lastAt = at
    this.#chunks++
    this.#samples += samples.length
    this.#smallest = Math.min(this.#smallest, samples.length)
    this.#largest = Math.max(this.#largest, samples.length)
  }

  get report(): UtteranceReport {
    const chunks = this.#chunks
    return {
      status: this.status,
      firstChunkLatency: this.#firstAt === undefined ? undefined : this.#firstAt - this.#requestedAt,
      chunkCount: chunks,
      samples: this.#samples,
      smallestChunk: chunks === 0 ? 0 : this.#smallest,
      largestChunk: this.#largest,
      meanChunk: chunks === 0 ? 0 : this.#samples / chunks,
      meanInterval: chunks < 2 ? 0 : (this.#lastAt - this.#firstAt!) / (chunks - 1),
      quality: this.quality,
      textLength: this.textLength
    }
  }
}
