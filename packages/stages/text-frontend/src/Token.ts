import type { Phoneme, Prosody } from "@parlando/pipeline"

/** What stands between a token and the one before it. */
export type Gap = "none" | "space" | "paragraph"

/** Speech that markup prescribes for a stretch of text, in place of what the reader would make of it. */
export interface Prescription {
  /** How the text is to be read (SSML's `say-as`), such as `characters` or `date`. */
  readonly sayAs?: { readonly interpretAs: string; readonly format: string }
  /** Text to read instead (SSML's `sub`). */
  readonly alias?: string
  /** Phonemes to speak instead (SSML's `phoneme`). */
  readonly phonemes?: ReadonlyArray<Phoneme>
}

/**
 * A run of text without white space, the unit in which the segmenter thinks.
 *
 * Positions are in units of the plain text, which is the source without its markup.
 */
export interface Token {
  readonly start: number
  readonly end: number
  readonly text: string
  /** What stands before the token. */
  readonly gap: Gap
  readonly prescription?: Prescription
}

/** Something that markup asks for between two tokens. */
export type Control =
  | { readonly kind: "cut"; readonly sentence: boolean; readonly paragraph: boolean }
  | { readonly kind: "silence"; readonly seconds: number }
  | { readonly kind: "mark"; readonly name: string }
  | { readonly kind: "prosody"; readonly prosody: Prosody }
