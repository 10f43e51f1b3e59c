import type { Phoneme } from "@parlando/pipeline"
import { Effect } from "effect"
import { phonemeOf } from "./arpabet.ts"
import { phonemesOfIpa } from "./ipa.ts"
import { TextFrontendError } from "./TextFrontendError.ts"

/**
 * Pronunciations of a user's own, by written word. A word in lower case stands for every way of writing it.
 *
 * Each is ARPABET with stress digits (`P AA0 R L AA1 N D OW0`), IPA between slashes (`/pɑɹˈlændoʊ/`), or `=` and the words
 * to say instead (`=World Wide Web`).
 *
 * @example
 * ```ts
 * import type { UserLexicon } from "@parlando/text-frontend"
 *
 * const lexicon: UserLexicon = { Parlando: "P AA0 R L AA1 N D OW0", W3C: "=World Wide Web Consortium" }
 * ```
 */
export type UserLexicon = Readonly<Record<string, string>>

/** What a user's entry says: sounds, or other words. */
export type UserPronunciation = { readonly phonemes: ReadonlyArray<Phoneme> } | { readonly alias: string }

export type CompiledLexicon = ReadonlyMap<string, UserPronunciation>

const compile = (said: string): UserPronunciation | undefined => {
  if (said.startsWith("=")) return said.slice(1).trim() === "" ? undefined : { alias: said.slice(1).trim() }
  const ipa = /^\/(.+)\/$/su.exec(said)?.[1]
  if (ipa !== undefined) {
    const phonemes = phonemesOfIpa(ipa)
    return phonemes === undefined || phonemes.length === 0 ? undefined : { phonemes }
  }
  const phonemes = said
    .trim()
    .split(/\s+/)
    .map((symbol) => phonemeOf(symbol.toUpperCase()))
  const read = phonemes.filter((phoneme) => phoneme !== undefined)
  return read.length === 0 || read.length < phonemes.length ? undefined : { phonemes: read }
}

const compiled = new WeakMap<UserLexicon, CompiledLexicon>()

/** A lexicon's entries, read once for each lexicon. */
export const compileLexicon = Effect.fnUntraced(function* (lexicon: UserLexicon) {
  const known = compiled.get(lexicon)
  if (known !== undefined) return known
  const entries = new Map<string, UserPronunciation>()
  for (const [word, said] of Object.entries(lexicon)) {
    const pronunciation = compile(said)
    if (pronunciation === undefined) {
      return yield* new TextFrontendError({
        reason: "lexicon",
        message: `The lexicon's entry for "${word}" is "${said.slice(0, 60)}": write ARPABET such as "HH AH0 L OW1", IPA between slashes, or "=" and other words.`,
        retryable: false
      })
    }
    entries.set(word.normalize("NFC"), pronunciation)
  }
  const result: CompiledLexicon = entries
  compiled.set(lexicon, result)
  return result
})
