import { Effect } from "effect"
import { describe, expect, it } from "vitest"
import { arpabetOf } from "../src/arpabet.ts"
import { userLexiconFromPls, type FrontendOptions } from "../src/index.ts"
import { clausesOf, frontend } from "./data.ts"

/** The sounds of every spoken word, as CMUdict writes them. */
const sounds = (text: string, options?: FrontendOptions): ReadonlyArray<string> =>
  clausesOf(text, options).flatMap((clause) =>
    clause.words.flatMap((word) => word.spoken.map((said) => arpabetOf(said.phonemes)))
  )

const soundOf = (text: string, word: string): string | undefined =>
  clausesOf(text)
    .flatMap((clause) => clause.words)
    .filter((found) => found.text === word)
    .map((found) => arpabetOf(found.spoken[0]?.phonemes ?? []))
    .at(-1)

describe("pronunciation", () => {
  it("takes words from the dictionary", () => {
    expect(sounds("Hello world")).toEqual(["HH AH0 L OW1", "W ER1 L D"])
  })

  it("spells letters", () => {
    expect(sounds("XQZ")).toEqual(["EH1 K S K Y UW1 Z IY1"])
  })

  it("makes plurals and possessives of known words by rule", () => {
    expect(sounds("flibbertigibbet's").at(0)).toMatch(/ S$/)
    expect(sounds("Kafka's")).toEqual(["K AA1 F K AH0 Z"])
  })

  it("guesses the sounds of words nobody has heard", () => {
    expect(sounds("blick")).toEqual(["B L IH1 K"])
    expect(sounds("snorfing")[0]).toMatch(/^S N AO1 R F IH0 NG$/)
  })

  it("says the before a vowel as in the end", () => {
    expect(soundOf("the apple", "the")).toBe("DH IY0")
    expect(soundOf("the table", "the")).toBe("DH AH0")
  })

  it.each([
    ["She read the letter yesterday.", "read", "R EH1 D"],
    ["I will read the letter.", "read", "R IY1 D"],
    ["They want to record a song.", "record", "R AH0 K AO1 R D"],
    ["She broke the world record.", "record", "R EH1 K ER0 D"],
    ["They live in a small town.", "live", "L IH1 V"],
    ["We went to hear live music.", "live", "L AY1 V"],
    ["Please close the door.", "close", "K L OW1 Z"],
    ["He is a close friend.", "close", "K L OW1 S"]
  ])("chooses by the context: %s", (text, word, expected) => {
    expect(soundOf(text, word)).toBe(expected)
  })
})

describe("a user's lexicon", () => {
  it("comes before the dictionary, in ARPABET, in IPA, or as other words", () => {
    const lexicon = { tomato: "T AH0 M AA1 T OW0", Nguyen: "/wɪn/", W3C: "=world wide web" }
    expect(sounds("tomato Nguyen W3C", { lexicon })).toEqual([
      "T AH0 M AA1 T OW0",
      "W IH1 N",
      "W ER1 L D W AY1 D W EH1 B"
    ])
  })

  it("serves plurals and possessives of its words", () => {
    expect(sounds("Zyx's", { lexicon: { zyx: "Z IH1 K S" } })).toEqual(["Z IH1 K S IH0 Z"])
  })

  it("is refused with the entry that cannot be read", () => {
    const error = Effect.runSync(Effect.flip(frontend.open({ lexicon: { good: "G UH1 D", bad: "B QQ D" } })))
    expect(error).toMatchObject({ _tag: "TextFrontendError", reason: "lexicon", retryable: false })
    expect(error.message).toContain('"bad"')
  })

  it("may have a hundred thousand entries", () => {
    const lexicon = Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`word${i}`, "W ER1 D"]))
    expect(sounds("word99999", { lexicon })).toEqual(["W ER1 D"])
    expect(sounds("word5 hello", { lexicon })).toEqual(["W ER1 D", "HH AH0 L OW1"])
  })
})

describe("a PLS file", () => {
  const pls = (body: string) =>
    `<?xml version="1.0"?><lexicon version="1.0" alphabet="ipa" xml:lang="en-US">${body}</lexicon>`

  it("becomes a lexicon", () => {
    const { lexicon, notices } = Effect.runSync(
      userLexiconFromPls(
        pls(`<lexeme><grapheme>Ngaio</grapheme><grapheme>ngaio</grapheme><phoneme>ˈnaɪoʊ</phoneme></lexeme>
             <lexeme><grapheme>BTW</grapheme><alias>by the way</alias></lexeme>
             <lexeme><grapheme>gif</grapheme><phoneme alphabet="x-arpabet">JH IH1 F</phoneme></lexeme>`)
      )
    )
    expect(notices).toEqual([])
    expect(sounds("Ngaio BTW gif", { lexicon })).toEqual(["N AY1 OW0", "B AY1 DH AH0 W EY1", "JH IH1 F"])
  })

  it("leaves out entries that cannot be used, with notices", () => {
    const { lexicon, notices } = Effect.runSync(
      userLexiconFromPls(pls("<lexeme><grapheme>x</grapheme><phoneme>☃</phoneme></lexeme>"))
    )
    expect(Object.keys(lexicon)).toEqual([])
    expect(notices.map(({ code }) => code)).toEqual(["unread-lexeme"])
  })

  it("is refused when it is broken", () => {
    expect(Effect.runSync(Effect.flip(userLexiconFromPls("<lexicon><lexeme></lexicon>")))).toMatchObject({
      reason: "lexicon"
    })
  })
})

describe("neighbours", () => {
  it("make used to what it is", () => {
    expect(soundOf("We used to walk.", "used")).toBe("Y UW1 S T")
    expect(soundOf("It was used to cut bread.", "used")).toBe("Y UW1 Z D")
  })
})

describe("an alias", () => {
  it("may name its own word", () => {
    expect(sounds("foo", { lexicon: { foo: "=foo's foo" } })).toHaveLength(1)
  })
})
