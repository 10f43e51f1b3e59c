import { describe, expect, it } from "vitest"
import { clausesOf, spoken } from "./data.ts"

describe("what is said for", () => {
  it.each([
    ["a cardinal", "We saw 1,250 geese", "We saw one thousand two hundred and fifty geese"],
    ["an ordinal", "the 42nd street", "the forty second street"],
    ["a decimal", "pi is 3.14159", "pi is three point one four one five nine"],
    ["a negative number", "It was -7 outside", "It was minus seven outside"],
    ["a fraction", "add 3/4 cup", "add three quarters cup"],
    ["a price", "it cost $12.99", "it cost twelve dollars ninety nine cents"],
    ["a large sum", "a €3.2 billion loan", "a three point two billion euros loan"],
    ["a date", "on October 31, 1999", "on october thirty first nineteen ninety nine"],
    ["a date in figures", "due 12/25/2023", "due december twenty fifth twenty twenty three"],
    ["a year", "back in 1867", "back in eighteen sixty seven"],
    ["a decade", "the 1920s", "the nineteen twenties"],
    ["a time", "at 7:05 p.m.", "at seven oh five PM"],
    ["a span of times", "9am-5pm", "nine AM to five PM"],
    ["a measure", "a 26.2 mi race", "a twenty six point two miles race"],
    ["a speed", "at 120 km/h", "at one hundred and twenty kilometers per hour"],
    ["a temperature", "-5°C", "minus five degrees celsius"],
    ["a percentage", "37.5%", "thirty seven point five percent"],
    ["a span of counts", "3-4 weeks", "three to four weeks"],
    ["a telephone number", "call 617-555-0143", "call six one seven five five five zero one four three"],
    ["a roman numeral after a name", "Queen Elizabeth II", "Queen Elizabeth the second"],
    ["a roman numeral after a noun", "Chapter XIV", "Chapter fourteen"],
    ["a version", "v1.10.2", "version one point ten point two"],
    ["an address of the web", "see example.org/help", "see example dot org slash help"],
    ["an address of e-mail", "write to ann_b@example.com", "write to ann underscore B at example dot com"],
    ["an equation", "2 + 3 = 5", "two plus three equals five"],
    ["a saint", "St. Olaf", "saint Olaf"],
    ["a street", "12 Oak St.", "twelve Oak street"],
    ["a doctor", "Dr. Okafor", "doctor Okafor"],
    ["a drive", "40 Hill Dr.", "forty Hill drive"],
    ["letters", "the BBC", "the BBC"],
    ["an abbreviation", "cats, dogs, etc.", "cats dogs et cetera"],
    ["signs", "salt & pepper", "salt and pepper"]
  ])("%s", (_, written, said) => {
    expect(spoken(written)).toBe(said)
  })

  it("emoji, when they are asked for", () => {
    expect(spoken("Great job 👍🏽!")).toBe("Great job")
    expect(spoken("Great job 👍🏽!", { emoji: true })).toBe("Great job thumbs up")
  })
})

describe("a written word", () => {
  it("keeps its place however many words are spoken for it", () => {
    const [clause] = clausesOf("It cost $3.50 there")
    expect(clause?.words.map(({ text, spoken }) => [text, spoken.length])).toEqual([
      ["It", 1],
      ["cost", 1],
      ["$3.50", 4],
      ["there", 1]
    ])
  })
})
