import type { Utterance } from "../Language.ts"
import { cardinal, decimal, digits, ordinal, year } from "./numbers.ts"
import { utterancesOf } from "./utterances.ts"

const monthNames = "january february march april may june july august september october november december".split(" ")

/** A character by its name: letters and digits as they are, signs in words. */
const signs: Readonly<Record<string, string>> = {
  ".": "dot",
  ",": "comma",
  "-": "dash",
  _: "underscore",
  "/": "slash",
  "@": "at",
  "#": "hash",
  "*": "star",
  "+": "plus",
  ":": "colon",
  "&": "and",
  "!": "exclamation mark",
  "?": "question mark"
}

const characters = (text: string): string =>
  Array.from(text.slice(0, 500), (c) =>
    /\d/.test(c) ? digits(c) : /\p{L}/u.test(c) ? `~${c}` : (signs[c] ?? "")
  ).join(" ")

/** A date whose numbers stand in the order of the format's letters: `mdy`, `dmy`, `ymd`, `md`, `y` and so on. */
const date = (text: string, format: string): string | undefined => {
  const numbers = text.match(/\d+/g) ?? []
  const order = format === "" ? (numbers[0]?.length === 4 ? "ymd" : "mdy") : format
  if (!/^[ymd]{1,3}$/.test(order) || numbers.length !== order.length) return undefined
  const of = (letter: string) => numbers[order.indexOf(letter)]
  const [y, m, d] = [of("y"), of("m"), of("d")]
  const month = m === undefined ? undefined : monthNames[Number(m) - 1]
  if (m !== undefined && month === undefined) return undefined
  return [month, d === undefined ? undefined : ordinal(d), y === undefined ? undefined : year(y)]
    .filter((part) => part !== undefined)
    .join(" ")
}

/** Text read as SSML's `say-as` asks. Undefined when that is not known, or the text is not of that kind. */
export const verbaliseEnglishAs = (
  text: string,
  interpretAs: string,
  format: string
): ReadonlyArray<Utterance> | undefined => {
  const trimmed = text.trim()
  const number = /^[-+]?[\d,]*\.?\d+$/.test(trimmed) ? trimmed.replace(/^[-+]/, "") : undefined
  const minus = trimmed.startsWith("-") ? "minus " : ""
  const said = (): string | undefined => {
    switch (interpretAs) {
      case "characters":
      case "spell-out":
      case "verbatim":
      case "letters":
        return characters(trimmed)
      case "cardinal":
      case "number":
        if (format === "ordinal" && number !== undefined) return ordinal(number)
        if (format === "digits") return digits(trimmed)
        return number === undefined ? undefined : minus + (number.includes(".") ? decimal(number) : cardinal(number))
      case "ordinal":
        return number === undefined ? undefined : ordinal(number)
      case "digits":
      case "telephone":
        return trimmed
          .replace(/[^\d+]+/g, " ")
          .trim()
          .split(" ")
          .map((group) => (group.startsWith("+") ? `plus ${digits(group)}` : digits(group)))
          .join(" ")
      case "date":
        return date(trimmed, format)
      case "expletive":
      case "bleep":
        return "bleep"
      default:
        return undefined
    }
  }
  const words = said()
  return words === undefined || words.trim() === "" ? undefined : utterancesOf(words)
}
