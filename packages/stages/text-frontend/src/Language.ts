import type { Phoneme } from "@parlando/pipeline"

/** Kinds of abbreviation that end in a full stop, by what the full stop says about the end of a sentence. */
export type AbbreviationKind =
  /** Stands before a name: `Dr.`, `Mt.` */
  | "title"
  /** Stands before a number: `No.`, `p.`, `Dec.` */
  | "number"
  /** Never ends a sentence: `e.g.`, `vs.` */
  | "inner"
  /** Stands before a name, or after one in an address: `Dr.`, `St.` */
  | "street"
  /** May end a sentence: `Inc.`, `etc.`, `ft.` */
  | "any"
  /** Letters with full stops: `U.S.`, `i.v.` */
  | "letters"
  /** A time of day: `a.m.`, `p.m.` */
  | "time"
  /** One capital: `J.` */
  | "initial"

/** What the segmenter must know about a language. */
export interface SegmentationRules {
  /** The kind of the abbreviation that a word with its full stop is, when it is one. A number before it may decide. */
  readonly abbreviation: (word: string, afterNumber: boolean) => AbbreviationKind | undefined
  /** Whether a capitalised word is likelier to begin a sentence than to be a name. Takes lower case. */
  readonly startsSentence: (word: string) => boolean
  /** Whether a capitalised word goes on after a time of day: `EST`, `Monday`. Takes lower case. */
  readonly continuesTime: (word: string) => boolean
  /** How good a place for a breath is before this word, 0 (bad) to 3 (good). Takes lower case. */
  readonly breathBefore: (word: string) => number
  /** Whether the word clings to the next, so that no breath may stand between: `the`, `of`. Takes lower case. */
  readonly clings: (word: string) => boolean
}

/** A word to be spoken, as the verbaliser writes it. */
export interface Utterance {
  readonly text: string
  /** Whether the letters are spoken one by one. */
  readonly spelled: boolean
  /** Its sounds, when they are prescribed. */
  readonly phonemes?: ReadonlyArray<Phoneme>
}

/** What a verbaliser may ask about. */
export interface ReadingContext {
  /** Whether a word in lower case is in a lexicon. */
  readonly known: (word: string) => boolean
  /** Whether emoji are said by their names; else they are passed over. */
  readonly emoji: boolean
  /** The last words of the same sentence before the text. */
  readonly preceding: string
}

/** How a language's text is read aloud. */
export interface ReadingRules {
  /** Text as words to be said, from left to right. */
  readonly verbalise: (text: string, context: ReadingContext) => ReadonlyArray<Reading>
  /** Text read as markup asks (SSML's `interpret-as` and `format`), or undefined when that is not known. */
  readonly verbaliseAs: (text: string, interpretAs: string, format: string) => ReadonlyArray<Utterance> | undefined
}

/** A stretch of text and what is said for it. Positions are within the text that was given. */
export interface Reading {
  readonly start: number
  readonly end: number
  readonly spoken: ReadonlyArray<Utterance>
}
