import { type Clause, neutralProsody, type Pause, type Word } from "@parlando/pipeline"
import fc from "fast-check"
import { fakePhonemes } from "./fakeVoice.ts"

const pauses: ReadonlyArray<Pause> = ["none", "comma", "stop", "question", "exclamation"]
const sounds = fakePhonemes.slice(1)

/** A clause of the given words, each spelled by its sounds: `clauseOf([["T", "AA"], ["L", "EH", "S"]])`. */
export const clauseOf = (words: ReadonlyArray<ReadonlyArray<string>>, changes: Partial<Clause> = {}): Clause => {
  let text = ""
  const made: Array<Word> = words.map((symbols) => {
    const written = symbols.join("").toLowerCase() || "-"
    const textStart = text.length + (text === "" ? 0 : 1)
    text += `${text === "" ? "" : " "}${written}`
    const phonemes = symbols.map((symbol) => ({
      symbol,
      stress: symbol === "AA" || symbol === "EH" ? (2 as const) : (0 as const)
    }))
    return {
      text: written,
      textStart,
      textEnd: text.length,
      pause: "none",
      spoken: phonemes.length === 0 ? [] : [{ text: written, phonemes }]
    }
  })
  return {
    index: 0,
    sentence: 0,
    text,
    textStart: 0,
    textEnd: text.length,
    words: made,
    end: "stop",
    endsSentence: true,
    endsParagraph: false,
    forced: false,
    prosody: neutralProsody,
    silenceAfter: 0,
    marks: [],
    notices: [],
    ...changes
  }
}

/** Clauses of a few words that the fake voice can speak. */
export const arbitraryClause: fc.Arbitrary<Clause> = fc
  .record({
    words: fc.array(fc.array(fc.constantFrom(...sounds), { minLength: 1, maxLength: 5 }), {
      minLength: 1,
      maxLength: 6
    }),
    end: fc.constantFrom(...pauses),
    silenceAfter: fc.constantFrom(0, 0, 0.01, 0.5)
  })
  .map(({ words, ...changes }) => clauseOf(words, changes))
