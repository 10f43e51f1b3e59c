import { isSpelled } from "./acronyms.ts"
import { cardinal, code, decimal, digits, pluralOf } from "./numbers.ts"
import { rule, type Rule, type RuleContext } from "./Rule.ts"

/** Letters of a serial: a word that is known, or letters said one by one. */
const letters = (text: string, known: RuleContext["known"]): string =>
  text.length > 2 && (text !== text.toUpperCase() || !isSpelled(text, false, known)) ? text : `~${text}`

const signs: Readonly<Record<string, string>> = { ".": "point", "/": "slash", _: "underscore", "+": "plus" }

const part = (text: string, whole: string, known: RuleContext["known"]): string => {
  if (/\ds$/.test(text)) return whole.length > 3 ? pluralOf(code(text.slice(0, -1))) : `${code(text.slice(0, -1))} ~s`
  if (/\d/.test(text)) return code(text)
  return /\p{L}/u.test(text) ? letters(text, known) : (signs[text] ?? "")
}

const parts = (text: string, known: RuleContext["known"]): string =>
  (text.match(/\p{L}+|\d+s$|\d+|[^\p{L}\d]/gu) ?? [])
    .map((found) => part(found, text, known))
    .filter((said) => said !== "")
    .join(" ")

/** The number before a hyphenated word: `10-minute`. */
const counted = (text: string): string =>
  text.length > 4 || (text.length > 1 && text.startsWith("0")) ? code(text) : cardinal(text, "bare")

/** Numbers and letters in one: versions, models, flight numbers. */
export const serialRules: ReadonlyArray<Rule> = [
  rule(
    /v\.?(\d+(?:\.\d+)*)(?!\w)/i,
    (m) =>
      `version ${(m[1] ?? "")
        .split(".")
        .map((part) => code(part))
        .join(" point ")}`
  ),
  rule(/\d+(?:\.\d+){2,}(?!\w)/, (m) =>
    m[0]
      .split(".")
      .map((part) => code(part))
      .join(" point ")
  ),
  rule(/401\(k\)/i, () => "four oh one ~k"),
  rule(/([A-Za-z])\+\+(?!\w)/, (m) => `~${m[1]} plus plus`),
  rule(/([A-Za-z])#(?!\w)/, (m) => `~${m[1]} sharp`),
  rule(/1\/([a-z])(?!\w|-)/i, (m) => `one per ~${m[1]}`),
  rule(
    /(\d{1,3})[-–](\d{1,3})-([a-z]{3,}(?:-[a-z]+)*)(?![\w])/i,
    (m) => `${counted(m[1] ?? "")} to ${counted(m[2] ?? "")} ${(m[3] ?? "").replaceAll("-", " ")}`
  ),
  rule(/(\d*\.?\d+)-([a-z]{3,}(?:-[a-z]+)*)(?![\w-])/i, (m, { known }) => {
    const number = m[1] ?? ""
    const head = number.includes(".") ? decimal(number) : counted(number)
    return `${head} ${(m[2] ?? "")
      .split("-")
      .map((part) => letters(part, known))
      .join(" ")}`
  }),
  rule(/(?=[\p{L}\d_/.-]*\d)(?=[\p{L}\d_/.-]*\p{L})[\p{L}\d]+(?:[-_/.][\p{L}\d]+)*(?!\w)/u, (m, { known }) =>
    parts(m[0], known)
  ),
  rule(/\d+(?:-\d+)+(?!\w)/, (m, { text, start, end }) =>
    /^ ?[=<>]/.test(text.slice(end)) || (text[start - 1] ?? " ") === "$" ? undefined : spans(m[0])
  )
]

/** Numbers with hyphens between: a code, number by number. */
const spans = (text: string): string =>
  (text.match(/\d+/g) ?? [])
    .map((part) => (part.length >= 5 || (part.length > 1 && part.startsWith("0")) ? digits(part) : cardinal(part)))
    .join(" ")
