import { describe, expect, it } from "vitest"
import { clausesOf } from "./data.ts"

const read = (source: string) => clausesOf(source, { markup: "ssml" })
const said = (source: string) =>
  read(source)
    .flatMap((clause) => clause.words.flatMap((word) => word.spoken.map((spoken) => spoken.text)))
    .join(" ")
const codes = (source: string) => read(source).flatMap((clause) => clause.notices.map((notice) => notice.code))

describe("SSML", () => {
  it("divides into paragraphs and sentences", () => {
    const clauses = read("<speak><p><s>One thing</s><s>another thing</s></p><p>the last</p></speak>")
    expect(clauses.map(({ text, endsSentence, endsParagraph }) => [text, endsSentence, endsParagraph])).toEqual([
      ["One thing", true, false],
      ["another thing", true, true],
      ["the last", true, true]
    ])
  })

  it("makes silences", () => {
    expect(
      read(
        `<speak>Wait<break time="750ms"/>now<break strength="none"/> go<break time="1s"/><break time="0.5s"/></speak>`
      ).map(({ text, silenceAfter }) => [text, silenceAfter])
    ).toEqual([
      ["Wait", 0.75],
      [`now<break strength="none"/> go`, 1.5]
    ])
    expect(codes(`<speak>Wait<break time="1h"/>now<break time="60s"/></speak>`)).toEqual([
      "unread-attribute",
      "bounded-silence"
    ])
  })

  it("reads as it is told", () => {
    expect(said(`<speak><say-as interpret-as="characters">cat</say-as></speak>`)).toBe("c a t")
    expect(
      said(`<speak><say-as interpret-as="ordinal">3</say-as> <say-as interpret-as="digits">2024</say-as></speak>`)
    ).toBe("third two zero two four")
    expect(said(`<speak><say-as interpret-as="date" format="dmy">1/2/2020</say-as></speak>`)).toBe(
      "february first twenty twenty"
    )
    expect(said(`<speak><sub alias="Federal Reserve">Fed</sub></speak>`)).toBe("Federal Reserve")
  })

  it("speaks given phonemes in both alphabets", () => {
    const clauses = read(
      `<speak><phoneme alphabet="ipa" ph="ˈpiːkæn">pecan</phoneme> <phoneme alphabet="x-arpabet" ph="P IH0 K AA1 N">pecan</phoneme></speak>`
    )
    expect(
      clauses[0]?.words.map((word) => word.spoken[0]?.phonemes.map(({ symbol, stress }) => symbol + stress).join(" "))
    ).toEqual(["P0 IY2 K0 AE1 N0", "P0 IH1 K0 AA2 N0"])
    expect(codes(`<speak><phoneme alphabet="x-sampa" ph="pIk">pecan</phoneme></speak>`)).toEqual(["unknown-phoneme"])
  })

  it("changes prosody between clauses, within bounds, and back", () => {
    const clauses = read(
      `<speak>Plain <prosody rate="150%" pitch="+2st" volume="-6dB">changed <prosody rate="900%">fast</prosody></prosody> plain</speak>`
    )
    expect(clauses.map(({ prosody }) => prosody)).toEqual([
      { rate: 1, pitch: 0, volume: 0 },
      { rate: 1.5, pitch: 2, volume: -6 },
      { rate: 4, pitch: 2, volume: -6 },
      { rate: 1, pitch: 0, volume: 0 }
    ])
  })

  it("puts marks before the words that follow them", () => {
    const [clause] = read(`<speak><mark name="start"/>one two<mark name="middle"/> three<mark name="end"/></speak>`)
    expect(clause?.marks).toEqual([
      { name: "start", word: 0 },
      { name: "middle", word: 2 },
      { name: "end", word: 3 }
    ])
  })

  it("knows the places of words written with entities", () => {
    const source = "<speak>R&amp;D &#x66;ree</speak>"
    const words = read(source).flatMap((clause) => clause.words)
    expect(words.map((word) => word.text)).toEqual(["R&amp;D", "&#x66;ree"])
    for (const word of words) expect(source.slice(word.textStart, word.textEnd)).toBe(word.text)
  })

  it("reads the text of what it does not support, and says so", () => {
    expect(
      said(
        `<speak><voice name="Ann">Good</voice> <audio src="x.wav">morning</audio> <lang xml:lang="fr">bonjour</lang></speak>`
      )
    ).toBe("Good morning bonjour")
    expect(
      codes(
        `<speak><voice name="Ann">Good</voice> <audio src="x.wav">morning</audio> <lang xml:lang="fr">bonjour</lang></speak>`
      )
    ).toEqual(["unsupported-element", "unsupported-element", "unsupported-language"])
  })

  it("reads broken markup as text", () => {
    expect(said("<speak>five < six <b more</speak>")).toContain("more")
    expect(codes("<speak>a &nothing; b</speak>")).toEqual(["malformed-markup"])
  })
})
