import { describe, expect, it } from "vitest"
import { clausesOf, open, sentences } from "./data.ts"

const texts = (text: string) => clausesOf(text).map((clause) => clause.text)

/** How many tokens, as a language model writes them, go in before the first clause comes out. */
const tokensToFirstClause = (text: string): number => {
  const session = open()
  const tokens = text.match(/\s?[\p{L}'’]+|\s?[^\s\p{L}]/gu) ?? []
  const at = tokens.findIndex((token) => session.push(token).length > 0)
  return at + 1
}

describe("the first clause", () => {
  it("ends at the first comma", () => {
    expect(texts("Sure, I can help you with that.")).toEqual(["Sure,", "I can help you with that."])
    expect(texts("Well, that depends on the weather.")[0]).toBe("Well,")
  })

  it("ends before a phrase when no punctuation comes", () => {
    expect(
      texts("The old lighthouse keeper climbed the stairs because the lamp had gone out during the storm.")[0]
    ).toBe("The old lighthouse keeper climbed the stairs")
  })

  it("is decided after few tokens", () => {
    expect(tokensToFirstClause("Sure, I can help you with that.")).toBeLessThanOrEqual(4)
    expect(tokensToFirstClause("Okay. Let me look at it.")).toBeLessThanOrEqual(4)
    expect(
      tokensToFirstClause("The quick brown fox jumps over the lazy dog and runs away into the woods.")
    ).toBeLessThanOrEqual(9)
  })

  it("does not cut a short sentence", () => {
    expect(texts("I know.")).toEqual(["I know."])
    expect(texts("See you at noon.")).toEqual(["See you at noon."])
  })
})

describe("later clauses", () => {
  it("keep a short word with what follows", () => {
    expect(texts("That is right. Yes, I know what you mean.")).toEqual(["That is right.", "Yes, I know what you mean."])
  })

  it("end at punctuation once they are long enough, and are never longer than asked", () => {
    const long = `It began. ${"The road went up past the mill and over the hill to the farm where they had lived ".repeat(6)}.`
    const clauses = clausesOf(long, { maxClauseWords: 12 })
    expect(Math.max(...clauses.map((clause) => clause.words.length))).toBeLessThanOrEqual(12)
    expect(
      clauses
        .map((clause) => clause.text)
        .join(" ")
        .replace(/\s+/g, " ")
    ).toBe(long.replace(/\s+/g, " ").replace(" .", " ."))
  })

  it("say how they end", () => {
    const clauses = clausesOf(
      "Who was it? It was her! Nobody else could have written such a letter, and we all knew it.\n\nSo it ended."
    )
    expect(clauses.map(({ end, endsSentence, endsParagraph }) => [end, endsSentence, endsParagraph])).toEqual([
      ["question", true, false],
      ["exclamation", true, false],
      ["comma", false, false],
      ["stop", true, true],
      ["stop", true, true]
    ])
  })
})

describe("a sentence", () => {
  it.each([
    ["does not end in an abbreviation", "Prof. Lee met Gen. Ortiz on Elm Ave. near the park. They talked.", 2],
    ["does not end in initials", "P. D. James wrote it. W. H. Auden did not.", 2],
    ["ends after initials when a new one begins", "The parcel came from the U.K. She opened it.", 2],
    ["does not end in a number or a price", "It weighs 2.75 kg and costs $19.99 at most. I took two.", 2],
    ["does not end in a web address", "Look at docs.example.org/v2.1/index.html for more. It helps.", 2],
    ["does not end at a question inside a quotation that goes on", "“Are you ready?” she asked. He was.", 2],
    ["holds the sentences of a quotation", "He said, “I came. I saw.” and left the room.", 1],
    ["holds a sentence in brackets", "The ferry (It was late again.) came at nine.", 1],
    ["ends at an ellipsis before a capital", "I waited... Nobody came.", 2],
    ["goes on after an ellipsis before a small letter", "I waited... and waited.", 1],
    ["ends at an empty line", "A heading\n\nThe text begins", 2],
    [
      "goes on over a wrapped line",
      "The committee that had been asked to look into the matter\nsaid nothing for a month.",
      1
    ],
    ["ends where a list item begins", "1. Mix the flour 2. Add the water 3. Wait", 3],
    ["ends where a full stop is not followed by a space", "We left early.Nobody minded.", 2],
    ["goes on after a time of day before a small letter", "Come at 9 a.m. or at noon.", 1],
    ["ends after a time of day before a capital", "We came at 9 a.m. Nobody was there.", 2]
  ])("%s", (_, text, count) => {
    expect(sentences(text)).toHaveLength(count)
  })
})

describe("a flush", () => {
  it("speaks what there is and marks it", () => {
    const session = open()
    expect(session.push("I was hoping we")).toEqual([])
    expect(session.pending()).toBe(true)
    const flushed = session.flush()
    expect(flushed.map(({ text, forced, endsSentence }) => [text, forced, endsSentence])).toEqual([
      ["I was hoping we", true, false]
    ])
    expect(session.pending()).toBe(false)
    expect(session.push(" could go.")).toEqual([])
    const rest = session.end()
    expect(rest.map(({ text, forced, sentence }) => [text, forced, sentence])).toEqual([["could go.", false, 0]])
  })
})

describe("text with nothing to say", () => {
  it.each(["", "   ", "...", "— … !", "🙂", "*** --- ***", "\u200b\u202e"])("gives no clauses: %j", (text) => {
    expect(clausesOf(text)).toEqual([])
  })

  it("is passed over with a notice where it stands among words", () => {
    const [clause] = clausesOf("The word 你好 means hello.")
    expect(clause?.notices.map(({ code }) => code)).toEqual(["unreadable-word"])
  })

  it("gives its notice to the next clause, and ends its sentence", () => {
    const clauses = clausesOf("你好. 好, 你好. Good morning, friend. Bye.")
    expect(clauses.map(({ sentence, notices }) => [sentence, notices.length])).toEqual([
      [0, 3],
      [0, 0],
      [1, 0]
    ])
  })

  it("ends a sentence that began with words", () => {
    expect(clausesOf("Hello there, 你好. Bye.").map(({ sentence }) => sentence)).toEqual([0, 1])
  })
})
