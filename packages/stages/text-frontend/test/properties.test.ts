import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { Clause } from "@parlando/pipeline"
import { clausesOf, open, readFragments } from "./data.ts"

const pieces = [
  "Hello",
  "world",
  "Dr.",
  "Smith",
  "U.S.",
  "e.g.",
  "3.50",
  "$3.50",
  "Jan.",
  "5,",
  "2020",
  "10:30",
  "p.m.",
  "--",
  "—",
  "...",
  ". . .",
  "“Yes,”",
  "(no)",
  '"What?"',
  "'tis",
  "1.",
  "2)",
  "•",
  "https://a.example/b?c=d",
  "x@y.org",
  "5kg",
  "1/2",
  "IV",
  "NASA",
  "FBI",
  "don't",
  "naïve",
  "😀",
  "👨‍👩‍👧",
  "你好",
  "привет",
  "مرحبا",
  "\u202e",
  "\u200d",
  "\u0301\u0301\u0301",
  "\ud800",
  "\udc00",
  "\0",
  "\n",
  "\n\n",
  "\r\n",
  "\t",
  " ",
  "!",
  "?",
  ",",
  ";",
  ":",
  ".",
  "the",
  "of",
  "and",
  "because",
  "a",
  "I",
  "read",
  "lead",
  "<b>",
  "&amp;",
  "#",
  "**",
  "`",
  "_",
  "%",
  "°C",
  "½",
  "①",
  "Ⅳ",
  "ﬁ",
  "１２"
]

const text = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...pieces) },
      { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 6 }) },
      { weight: 1, arbitrary: fc.string({ maxLength: 8 }) }
    ),
    { maxLength: 40 }
  )
  .chain((words) =>
    fc
      .array(fc.constantFrom(" ", " ", " ", "", "\n"), { minLength: words.length, maxLength: words.length })
      .map((gaps) => words.map((word, i) => word + (gaps[i] ?? "")).join(""))
  )

const tags = [
  "<speak>",
  "</speak>",
  "<p>",
  "</p>",
  "<s>",
  "</s>",
  "<break time='1s'/>",
  "<break time='99s'/>",
  "<mark name='m'/>",
  "<sub alias='other words'>",
  "</sub>",
  "<say-as interpret-as='characters'>",
  "</say-as>",
  "<phoneme alphabet='ipa' ph='həˈloʊ'>",
  "</phoneme>",
  "<prosody rate='slow' pitch='+2st'>",
  "</prosody>",
  "<emphasis>",
  "</emphasis>",
  "<voice name='x'>",
  "</voice>",
  "<!-- c -->",
  "<![CDATA[x < y]]>",
  "<!DOCTYPE x [<!ENTITY a 'b'>]>",
  "&amp;",
  "&#65;",
  "&bomb;",
  "<",
  "&",
  "<broken",
  "</",
  "<a b=>",
  "<?pi ?>"
]

const ssml = fc
  .array(fc.oneof(fc.constantFrom(...tags), fc.constantFrom(...pieces), fc.constant(" ")), { maxLength: 30 })
  .map((parts) => parts.join(" "))

const cut = (whole: string, seed: number): ReadonlyArray<string> => {
  const fragments: Array<string> = []
  let state = seed
  for (let at = 0; at < whole.length;) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    const length = 1 + (state >>> 28)
    fragments.push(whole.slice(at, at + length))
    at += length
  }
  return fragments
}

const checkPlaces = (source: string, clauses: ReadonlyArray<Clause>) => {
  let end = 0
  clauses.forEach((clause, index) => {
    expect(clause.index).toBe(index)
    expect(clause.textStart).toBeGreaterThanOrEqual(end)
    expect(source.slice(clause.textStart, clause.textEnd)).toBe(clause.text)
    expect(clause.words.length).toBeGreaterThan(0)
    expect(clause.words.at(-1)?.pause).toBe(clause.end)
    let wordEnd = clause.textStart
    for (const word of clause.words) {
      expect(word.textStart).toBeGreaterThanOrEqual(wordEnd)
      expect(source.slice(word.textStart, word.textEnd)).toBe(word.text)
      expect(word.spoken.length).toBeGreaterThan(0)
      for (const { phonemes } of word.spoken) expect(phonemes.length).toBeGreaterThan(0)
      wordEnd = word.textEnd
    }
    expect(clause.textEnd).toBeGreaterThanOrEqual(wordEnd)
    end = clause.textEnd
  })
}

describe("any text", () => {
  it("gives the same clauses however it is cut into fragments", () => {
    fc.assert(
      fc.property(text, fc.nat(), (source, seed) => {
        const whole = clausesOf(source)
        expect(readFragments(cut(source, seed))).toEqual(whole)
        expect(readFragments(source.split(""))).toEqual(whole)
      }),
      { numRuns: 250 }
    )
  })

  it("knows where in the source every clause and word is", () => {
    fc.assert(
      fc.property(text, (source) => checkPlaces(source, clausesOf(source))),
      { numRuns: 250 }
    )
  })

  it("never takes a clause back", () => {
    fc.assert(
      fc.property(text, fc.nat({ max: 200 }), (source, length) => {
        const early = open().push(source.slice(0, length))
        expect(clausesOf(source).slice(0, early.length)).toEqual(early)
      }),
      { numRuns: 150 }
    )
  })

  it("loses no word that is in the dictionary", () => {
    const words = fc.array(fc.constantFrom("apple", "river", "mountain", "seven", "quickly", "table"), {
      minLength: 1,
      maxLength: 60
    })
    const separators = fc.constantFrom(
      " ",
      ", ",
      ". ",
      "! ",
      " — ",
      "; ",
      "\n",
      "\n\n",
      " (",
      ") ",
      ": ",
      "... ",
      " 😀 ",
      "\u00a0"
    )
    fc.assert(
      fc.property(words, fc.array(separators, { minLength: 60, maxLength: 60 }), (list, gaps) => {
        const source = list.map((word, i) => word + gaps[i]).join("")
        const said = clausesOf(source).flatMap((clause) =>
          clause.words.flatMap((word) => word.spoken.map((spoken) => spoken.text))
        )
        expect(said).toEqual(list)
      }),
      { numRuns: 150 }
    )
  })
})

describe("any markup", () => {
  it("gives the same clauses however it is cut, at the right places", () => {
    fc.assert(
      fc.property(ssml, fc.nat(), (source, seed) => {
        const whole = clausesOf(source, { markup: "ssml" })
        expect(readFragments(cut(source, seed), { markup: "ssml" })).toEqual(whole)
        checkPlaces(source, whole)
      }),
      { numRuns: 250 }
    )
  })
})

describe("hard input", () => {
  it("cuts a million units without a space", () => {
    const clauses = clausesOf("a".repeat(1_000_000))
    expect(clauses.at(-1)?.textEnd).toBe(1_000_000)
    expect(Math.max(...clauses.map((clause) => clause.text.length))).toBeLessThan(1500)
  })

  it("reads a sentence of five thousand words in clauses of bounded length", () => {
    const source = Array.from({ length: 5000 }, (_, i) => ["river", "stone", "of", "light", "and"][i % 5]).join(" ")
    const clauses = clausesOf(source)
    expect(clauses.flatMap((clause) => clause.words)).toHaveLength(5000)
    expect(Math.max(...clauses.map((clause) => clause.words.length))).toBeLessThanOrEqual(20)
    expect(new Set(clauses.map((clause) => clause.sentence)).size).toBe(1)
  })

  it("survives ten thousand nested elements and a flood of entities", () => {
    const deep = "<p>".repeat(10_000) + "Hello there." + "</p>".repeat(10_000)
    expect(clausesOf(deep, { markup: "ssml" }).map((clause) => clause.words.map((word) => word.text))).toEqual([
      ["Hello", "there"]
    ])
    const flood = `<!DOCTYPE a [<!ENTITY b "${"x".repeat(100)}">]>${"&b;".repeat(1000)} word`
    expect(clausesOf(flood, { markup: "ssml" }).at(-1)?.words.at(-1)?.text).toBe("word")
  })

  it("reads a million and a half units in pieces and loses nothing", () => {
    const session = open()
    let words = 0
    const line = "The boat went slowly over the water, and nobody on the shore said a word about it. "
    for (let i = 0; i < 20_000; i++) words += session.push(line).reduce((sum, clause) => sum + clause.words.length, 0)
    words += session.end().reduce((sum, clause) => sum + clause.words.length, 0)
    expect(words).toBe(20_000 * 17)
  })
})
