import type { Reading } from "../Language.ts"
import { abbreviationRules, addressRules } from "./abbreviations.ts"
import { isShouted, isSpelled } from "./acronyms.ts"
import { dateRules } from "./dates.ts"
import { electronicRules } from "./electronic.ts"
import { mathematicsRules } from "./mathematics.ts"
import { measureRules } from "./measures.ts"
import { moneyRules } from "./money.ts"
import { numberRules, quantityRules } from "./quantities.ts"
import type { Rule, RuleContext } from "./Rule.ts"
import { serialRules } from "./serials.ts"
import { elisionRules, greekRules, symbolRules } from "./symbols.ts"
import { telephoneRules } from "./telephone.ts"
import { timeRules } from "./times.ts"
import { utterancesOf } from "./utterances.ts"

/** Rules for what begins with a letter, in the order in which they are tried. */
const wordRules: ReadonlyArray<Rule> = [
  ...greekRules,
  ...electronicRules,
  ...moneyRules,
  ...dateRules,
  ...addressRules,
  ...abbreviationRules,
  ...mathematicsRules,
  ...serialRules
]

/** Rules for what begins with a digit or a sign. */
const otherRules: ReadonlyArray<Rule> = [
  ...electronicRules,
  ...telephoneRules,
  ...timeRules,
  ...dateRules,
  ...moneyRules,
  ...addressRules,
  ...mathematicsRules,
  ...measureRules,
  ...quantityRules,
  ...serialRules,
  ...numberRules,
  ...abbreviationRules,
  ...elisionRules,
  ...symbolRules
]

const word = /[\p{L}\p{M}]+(?:['’](?=\p{L})[\p{L}\p{M}]+)*/uy
const digitRun = /\d+/y
const runs = /\S+/g

/** Words in small letters that rules look at; other words in small letters are said as they are. */
const triggers =
  /^(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec|january|february|march|april|june|july|august|september|october|november|december|mr|mrs|dr|prof|jr|vs|etc|blvd|hwy|pkwy|expy|ave|inc|ltd|corp|bros|dept|approx|chapter|part|act|scene|section|volume|book|phase|type|class|appendix|article|title|level|grade|stage|episode|season|war|figure|table|unit|number|page|version|lbs|yrs|hrs|mins|secs|tbsp|tsp|and|either|he|s|w|b|c|n|et|mid|st)$/

/** Whether the unit after a word makes it more than a word. */
const joins = (text: string, at: number): boolean => {
  const c = text[at]
  if (c === undefined || c === " ") return false
  if (c === ".") return /[\p{L}\d]/u.test(text[at + 1] ?? "") || text[at + 1] === undefined || text[at + 1] === " "
  return /[\d@/\\:_&#+=°$-]/.test(c) && text[at + 1] !== undefined && text[at + 1] !== " "
    ? true
    : c === "+" || c === "#"
}

/** The readings of a match, one for each of its runs where the reading says how to divide it. */
const divide = (said: string, matched: string, start: number): ReadonlyArray<Reading> => {
  const shares = said.split("|")
  const places = Array.from(matched.matchAll(runs))
  if (shares.length > 1 && shares.length === places.length) {
    return places.map((place, i) => {
      const text = place[0].replace(/[,;:]+$/, "")
      return { start: start + place.index, end: start + place.index + text.length, spoken: utterancesOf(shares[i] ?? "") }
    })
  }
  const trimmed = matched.replace(/\s+$/, "")
  return [{ start, end: start + trimmed.length, spoken: utterancesOf(said) }]
}

/**
 * English text as words to be said: numbers, dates, money and the rest of the semiotic classes written out, from left to
 * right, each class by its rules.
 */
export const verbaliseEnglish = (text: string, known: (word: string) => boolean): ReadonlyArray<Reading> => {
  const readings: Array<Reading> = []
  let position = 0
  let before = ""
  let beforeEnd = 0

  const apply = (rules: ReadonlyArray<Rule>): boolean => {
    const adjacent = before !== "" && /^\s*$/.test(text.slice(beforeEnd, position))
    for (const { pattern, read } of rules) {
      pattern.lastIndex = position
      const match = pattern.exec(text)
      if (match === null || match[0] === "") continue
      const context: RuleContext = {
        text,
        start: position,
        end: position + match[0].length,
        before: adjacent ? before : "",
        known
      }
      const said = read(match, context)
      if (said === undefined || said === "") continue
      const possessive = /^['’]s(?!\w)/.exec(text.slice(context.end, context.end + 3))?.[0] ?? ""
      readings.push(...divide(said + possessive, match[0] + possessive, position))
      position += match[0].length + possessive.length
      before = match[0].trim().toLowerCase()
      beforeEnd = position
      return true
    }
    return false
  }

  const shouts = (start: number, end: number): boolean => {
    const previous = /(\p{L}{2,})\P{L}*$/u.exec(text.slice(Math.max(0, start - 24), start))?.[1]
    const next = /^\P{L}*(\p{L}{2,})/u.exec(text.slice(end, end + 24))?.[1]
    return [previous, next].some((other) => other !== undefined && isShouted(other, known))
  }

  while (position < text.length) {
    word.lastIndex = position
    const match = word.exec(text)
    if (match !== null) {
      const found = match[0]
      const end = position + found.length
      const lower = found.toLowerCase()
      const capitals = found.length > 1 && found === found.toUpperCase() && found !== lower
      const special = capitals || joins(text, end) || triggers.test(lower) || (found.length <= 6 && found !== lower) || (found.length === 1 && found > "~")
      if (special && apply(wordRules)) continue
      const stem = found.replace(/['’]s$/i, "")
      const spelled = /^\p{Lu}{2,}$/u.test(stem) && isSpelled(stem, shouts(position, end), known)
      const plural = /^(\p{Lu}{2,5})s$/u.exec(found)
      const single = found.length === 1 && !/^[aAI]$/.test(found)
      readings.push({
        start: position,
        end,
        spoken: [{ text: found, spelled: spelled || single || (plural !== null && !known(lower)) }]
      })
      position = end
      before = lower
      beforeEnd = end
      continue
    }
    const c = text[position] ?? ""
    if (c === " " || c === ",") {
      position++
      continue
    }
    if (apply(otherRules)) continue
    digitRun.lastIndex = position
    const run = digitRun.exec(text)
    if (run !== null) {
      const end = position + run[0].length
      readings.push({ start: position, end, spoken: utterancesOf(digitsOf(run[0])) })
      position = end
      continue
    }
    position += c.length
  }
  return readings
}

const digitsOf = (text: string): string =>
  Array.from(text, (c) => "zero one two three four five six seven eight nine".split(" ")[Number(c)]).join(" ")
