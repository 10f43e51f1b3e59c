import type { AudioChunk, WordSpan } from "@parlando/audio"
import type { Clause } from "@parlando/pipeline"

/** A clause's audio, ready to be heard again. Spans count from the start of the clause and carry no text. */
interface Phrase {
  readonly samples: Float32Array
  readonly sampleRate: number
  readonly words: ReadonlyArray<{ readonly word: number; readonly span: WordSpan }>
}

/** How well a cache does. */
export interface CacheStatistics {
  readonly hits: number
  readonly misses: number
  /** Hits over look-ups; 0 before the first. */
  readonly hitRate: number
  readonly phrases: number
  readonly samples: number
}

/**
 * Audio of clauses that were spoken before, by how they sound: the phonemes, pauses and prosody of the clause and the
 * settings it was spoken with. Since a clause's sound depends on nothing else, a hit gives the samples that the models would
 * give. Bounded in samples; what was not heard for longest goes first.
 */
export class PhraseCache {
  readonly #capacity: number
  readonly #onLookup: (result: "hit" | "miss") => void
  readonly #phrases = new Map<string, Phrase>()
  #samples = 0
  #hits = 0
  #misses = 0

  /**
   * @param capacity in samples
   * @param onLookup told of every look-up
   */
  constructor(capacity: number, onLookup: (result: "hit" | "miss") => void = () => {}) {
    this.#capacity = capacity
    this.#onLookup = onLookup
  }

  /** Whether the cache can hold anything. */
  get enabled(): boolean {
    return this.#capacity > 0
  }

  get statistics(): CacheStatistics {
    const lookups = this.#hits + this.#misses
    return {
      hits: this.#hits,
      misses: this.#misses,
      hitRate: lookups === 0 ? 0 : this.#hits / lookups,
      phrases: this.#phrases.size,
      samples: this.#samples
    }
  }

  /** The audio of a clause at a place of its own, as one chunk that starts at 0, if it was spoken before. */
  find(key: string, clause: Clause): AudioChunk | undefined {
    const phrase = this.#phrases.get(key)
    if (phrase === undefined) {
      this.#misses++
      this.#onLookup("miss")
      return undefined
    }
    this.#hits++
    this.#onLookup("hit")
    this.#phrases.delete(key)
    this.#phrases.set(key, phrase)
    const words = phrase.words.map(({ word, span }) => {
      const { text, textStart, textEnd } = clause.words[word]!
      return { ...span, text, textStart, textEnd }
    })
    return { index: 0, start: 0, samples: phrase.samples.slice(), sampleRate: phrase.sampleRate, words }
  }

  /** Keeps a clause's audio: its chunks, the first of which starts at `clauseStart`. */
  keep(key: string, clause: Clause, chunks: ReadonlyArray<AudioChunk>): void {
    const length = chunks.reduce((sum, chunk) => sum + chunk.samples.length, 0)
    if (length === 0 || length > this.#capacity || this.#phrases.has(key)) return
    const clauseStart = chunks[0]!.start
    const samples = new Float32Array(length)
    for (const chunk of chunks) samples.set(chunk.samples, chunk.start - clauseStart)
    const places = new Map(clause.words.map((word, i) => [word.textStart, i]))
    const words = chunks
      .flatMap((chunk) => chunk.words)
      .map((span) => ({ word: places.get(span.textStart)!, span: moved(span, -clauseStart) }))
    this.#phrases.set(key, { samples, sampleRate: chunks[0]!.sampleRate, words })
    this.#samples += length
    for (const [oldest, phrase] of this.#phrases) {
      if (this.#samples <= this.#capacity) break
      this.#phrases.delete(oldest)
      this.#samples -= phrase.samples.length
    }
  }
}

/** A word's span at another place of the utterance. */
export const moved = (span: WordSpan, samples: number): WordSpan => ({
  ...span,
  startSample: span.startSample + samples,
  endSample: span.endSample + samples,
  phonemes: span.phonemes.map((phoneme) => ({
    ...phoneme,
    startSample: phoneme.startSample + samples,
    endSample: phoneme.endSample + samples
  }))
})

/** All that a clause's sound depends on, beside the settings. */
export const soundKey = (clause: Clause): string => {
  const words = clause.words.map((word) =>
    [
      ...word.spoken.map((spoken) => spoken.phonemes.map(({ symbol, stress }) => `${symbol}${stress}`).join("-")),
      word.pause
    ].join(" ")
  )
  const { rate, pitch, volume } = clause.prosody
  return [...words, clause.end, rate, pitch, volume, clause.silenceAfter].join("|")
}
