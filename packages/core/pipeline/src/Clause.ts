import type { Notice } from "./Notice.ts"

/** Stress of a phoneme: 0 for consonants, 1 unstressed, 2 primary, 3 secondary. */
export type Stress = 0 | 1 | 2 | 3

/** One sound: an ARPABET symbol without its stress digit, such as `AH` or `SH`, and its stress. */
export interface Phoneme {
  readonly symbol: string
  readonly stress: Stress
}

/** One word as it is spoken: `3` is written once and spoken `three`. */
export interface SpokenWord {
  readonly text: string
  readonly phonemes: ReadonlyArray<Phoneme>
}

/** What the reader does after a word: nothing, or a pause of one of four kinds. */
export type Pause = "none" | "comma" | "stop" | "question" | "exclamation"

/**
 * A word of the source text and how it is spoken: `$3.50` is one written word and five spoken ones.
 *
 * Positions are UTF-16 code units from the start of the utterance's text, end exclusive, so that
 * `source.slice(textStart, textEnd) === text`.
 */
export interface Word {
  readonly text: string
  readonly textStart: number
  readonly textEnd: number
  readonly spoken: ReadonlyArray<SpokenWord>
  /** The pause after the word. */
  readonly pause: Pause
}

/** How a clause is to be spoken, relative to the voice's own manner. */
export interface Prosody {
  /** Speed: 2 is twice as fast. */
  readonly rate: number
  /** Shift of the pitch in semitones. */
  readonly pitch: number
  /** Gain in decibels. */
  readonly volume: number
}

/** The voice's own manner. */
export const neutralProsody: Prosody = { rate: 1, pitch: 0, volume: 0 }

/** A named place in the text, from SSML's `mark`; it is reached before the word that follows it. */
export interface Mark {
  readonly name: string
  /** Index into the clause's words of the word that follows; `words.length` when the mark ends the clause. */
  readonly word: number
}

/**
 * A run of text that is spoken in one breath: what the text frontend makes and the acoustic model reads, and the unit in
 * which text becomes sound. A clause's sound depends on the clause alone.
 *
 * Positions are UTF-16 code units from the start of the utterance's text, end exclusive. The clauses of an utterance come
 * in order and do not overlap; what lies between two of them (white space, unreadable characters) is not spoken.
 */
export interface Clause {
  /** Count of clauses before this one in the utterance. */
  readonly index: number
  /** Count of sentences before this one's. */
  readonly sentence: number
  readonly text: string
  readonly textStart: number
  readonly textEnd: number
  readonly words: ReadonlyArray<Word>
  /** The pause that ends the clause, which also says how its melody ends. */
  readonly end: Pause
  readonly endsSentence: boolean
  readonly endsParagraph: boolean
  /** Whether the clause was ended by a flush or a time limit and not by its text. */
  readonly forced: boolean
  readonly prosody: Prosody
  /** Extra silence after the clause, in seconds (SSML's `break`). */
  readonly silenceAfter: number
  readonly marks: ReadonlyArray<Mark>
  readonly notices: ReadonlyArray<Notice>
}
