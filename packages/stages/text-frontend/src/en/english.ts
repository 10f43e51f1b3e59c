import type { Reading, ReadingContext } from "../Language.ts"
import { abbreviationRules, addressRules, monarchs, numberedBy } from "./abbreviations.ts"
import { isShouted, isSpelled } from "./acronyms.ts"
import { dateRules } from "./dates.ts"
import { emojiName, emojiPattern } from "./emoji.ts"
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

/** Characters that are not seen: soft hyphens, joiners, marks of direction. */
const unseen = /[\u00ad\u200c-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069]/g
const word =
  /\p{L}[\p{L}\p{M}\u00ad\u200c-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069]*(?:['’](?=\p{L})[\p{L}\p{M}]+)*/uy
const digitRun = /\d+/y
/** What should be said but that no rule reads. */
const unknown = /[\p{N}\p{Sc}]/u
const runs = /\S+/g

/** Words that rules look at though they look like ordinary words; others are said as they are. */
const triggers = new Set(
  `${numberedBy}|${monarchs}|jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec|january|february|march|april|june|july|august|september|october|november|december|mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun|mr|mrs|dr|prof|jr|vs|etc|blvd|hwy|pkwy|expy|ave|inc|ltd|corp|bros|dept|approx|lbs|yrs|hrs|mins|secs|tbsp|tsp|capt|sgt|lt|figs|vols|and|either|he|s|w|b|c|n|et|mid|st`.split(
    "|"
  )
)

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
      return {
        start: start + place.index,
        end: start + place.index + text.length,
        spoken: utterancesOf(shares[i] ?? "")
      }
    })
  }
  const trimmed = matched.replace(/\s+$/, "")
  return [{ start, end: start + trimmed.length, spoken: utterancesOf(said) }]
}

/**
 * English text as words to be said: numbers, dates, money and the rest of the semiotic classes written out, from left to
 * right, each class by its rules.
 */
export const verbaliseEnglish = (text: string, { known, emoji, preceding }: ReadingContext): ReadonlyArray<Reading> => {
  const readings: Array<Reading> = []
  let position = 0
  let before = preceding.slice(preceding.lastIndexOf(" ") + 1).toLowerCase()
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
        preceding,
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
      const special =
        capitals ||
        joins(text, end) ||
        triggers.has(lower) ||
        (found.length <= 6 && found !== lower) ||
        (found.length === 1 && (found > "~" || /^ ?[-+*/=^×÷]/.test(text.slice(end, end + 2))))
      if (special && apply(wordRules)) continue
      const stem = found.replace(/['’]s$/i, "")
      const spelled = /^\p{Lu}{2,}$/u.test(stem) && isSpelled(stem, shouts(position, end), known)
      const mixed = /^\p{Lu}{2,5}s$/u.test(found) ? !known(lower) : /^\p{Ll}\p{Lu}{2,}$|^pH$/u.test(found)
      const single = found.length === 1 && !/^[aAI]$/.test(found)
      readings.push({
        start: position,
        end,
        spoken: [{ text: found.replace(unseen, ""), spelled: spelled || single || mixed }]
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
    emojiPattern.lastIndex = position
    const picture = emojiPattern.exec(text)?.[0]
    if (picture !== undefined) {
      const end = position + picture.length
      if (emoji) readings.push({ start: position, end, spoken: utterancesOf(emojiName(picture)) })
      position = end
      continue
    }
    const character = String.fromCodePoint(text.codePointAt(position) ?? 0)
    const end = position + character.length
    if (unknown.test(character)) {
      readings.push({ start: position, end, spoken: [{ text: character, spelled: false }] })
    }
    position = end
  }
  return readings
}

const digitsOf = (text: string): string =>
  Array.from(text, (c) => "zero one two three four five six seven eight nine".split(" ")[Number(c)]).join(" ")
