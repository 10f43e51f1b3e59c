import type { Notice } from "@parlando/pipeline"
import { Effect } from "effect"
import { SaxesParser } from "saxes"
import { arpabetOf, phonemeOf } from "./arpabet.ts"
import { phonemesOfIpa } from "./ipa.ts"
import { TextFrontendError } from "./TextFrontendError.ts"
import type { UserLexicon } from "./userLexicon.ts"

/** A lexicon that was read, and what in it could not be used. */
export interface PlsLexicon {
  readonly lexicon: UserLexicon
  readonly notices: ReadonlyArray<Notice>
}

interface Lexeme {
  readonly graphemes: Array<string>
  said: string | undefined
}

/**
 * Reads a lexicon in the W3C's Pronunciation Lexicon Specification 1.0, in the alphabets `ipa` and `x-arpabet`. An entry
 * that cannot be used is left out with a notice.
 *
 * @throws TextFrontendError with the reason `lexicon` when the file is not well-formed XML or has no lexicon in it.
 *
 * @example
 * ```ts
 * import { userLexiconFromPls } from "@parlando/text-frontend"
 * import { Effect } from "effect"
 *
 * const pls = `<lexicon version="1.0" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon" alphabet="ipa" xml:lang="en-US">
 *   <lexeme><grapheme>Parlando</grapheme><phoneme>pɑɹˈlɑndoʊ</phoneme></lexeme>
 * </lexicon>`
 * const { lexicon } = Effect.runSync(userLexiconFromPls(pls))
 * ```
 */
export const userLexiconFromPls = (xml: string): Effect.Effect<PlsLexicon, TextFrontendError> =>
  Effect.suspend(() => {
    const entries: Record<string, string> = Object.create(null)
    const notices: Array<Notice> = []
    const parser = new SaxesParser({ position: true })
    let problem: string | undefined
    let alphabet = "ipa"
    let sawLexicon = false
    let lexeme: Lexeme | undefined
    let inside: { readonly name: string; readonly alphabet: string; text: string } | undefined

    const unusable = (code: string, message: string) => notices.push({ code, message })
    const finish = () => {
      for (const grapheme of lexeme?.graphemes ?? []) {
        if (lexeme?.said === undefined)
          unusable("unread-lexeme", `The entry "${grapheme}" has no pronunciation that can be read.`)
        else if (/\s/.test(grapheme))
          unusable("unread-lexeme", `The entry "${grapheme}" is more than one word; only words have entries.`)
        else entries[grapheme] ??= lexeme.said
      }
      lexeme = undefined
    }

    parser.on("error", (error) => {
      problem ??= error.message
    })
    parser.on("opentag", ({ name, attributes }) => {
      const attribute = (key: string) => (typeof attributes[key] === "string" ? attributes[key] : undefined)
      if (name === "lexicon") {
        sawLexicon = true
        alphabet = attribute("alphabet") ?? alphabet
      } else if (name === "lexeme") lexeme = { graphemes: [], said: undefined }
      else if (name === "grapheme" || name === "phoneme" || name === "alias")
        inside = { name, alphabet: attribute("alphabet") ?? alphabet, text: "" }
    })
    parser.on("text", (text) => {
      if (inside !== undefined) inside.text += text
    })
    parser.on("closetag", ({ name }) => {
      if (name === "lexeme") finish()
      if (inside === undefined || inside.name !== name || lexeme === undefined) return
      const text = inside.text.trim()
      if (name === "grapheme" && text !== "") lexeme.graphemes.push(text)
      else if (name === "alias" && text !== "") lexeme.said ??= `=${text}`
      else if (name === "phoneme") {
        const phonemes = inside.alphabet === "ipa" ? phonemesOfIpa(text) : undefined
        if (phonemes !== undefined && phonemes.length > 0) lexeme.said ??= arpabetOf(phonemes)
        else if (
          /^x-(?:arpabet|cmu)$/.test(inside.alphabet) &&
          text.split(/\s+/).every((symbol) => phonemeOf(symbol.toUpperCase()) !== undefined)
        )
          lexeme.said ??= text.toUpperCase()
      }
      inside = undefined
    })
    parser.write(xml).close()
    if (problem !== undefined || !sawLexicon) {
      const message = `The lexicon is not well-formed (${problem ?? "it has no element lexicon"}): correct the file.`
      return Effect.fail(new TextFrontendError({ reason: "lexicon", message, retryable: false }))
    }
    return Effect.succeed({ lexicon: entries, notices })
  })
