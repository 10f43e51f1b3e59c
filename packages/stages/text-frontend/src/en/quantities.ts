import { bare, cardinal, decimal, denominator, digits, fraction, ordinal, year } from "./numbers.ts"
import { rule, type Rule, type RuleContext } from "./Rule.ts"

const grouped = "\\d{1,3}(?:,\\d{3})+"
const magnitudes = "(thousand|million|billion|trillion|quadrillion)"

/** Whether a minus sign before a number is one, and not a hyphen or a dash. */
const isMinus = ({ text, start }: RuleContext): boolean => !/[\p{L}\d)\]]/u.test(text[start - 1] ?? " ")

const vulgar: Readonly<Record<string, string>> = {
  "½": "1/2",
  "⅓": "1/3",
  "⅔": "2/3",
  "¼": "1/4",
  "¾": "3/4",
  "⅕": "1/5",
  "⅖": "2/5",
  "⅗": "3/5",
  "⅘": "4/5",
  "⅙": "1/6",
  "⅚": "5/6",
  "⅛": "1/8",
  "⅜": "3/8",
  "⅝": "5/8",
  "⅞": "7/8"
}
const ofVulgar = (text: string): string => {
  const [over = "", under = ""] = (vulgar[text] ?? "1/1").split("/")
  return over === "1" ? `a ${denominator(under, false)}`.replace("a half", "a half") : fraction(over, under)
}

const properSuffix = (text: string, suffix: string): boolean => {
  const n = Number(text.slice(-2))
  const teen = n >= 11 && n <= 13
  const expected = teen ? "th" : n % 10 === 1 ? "st" : n % 10 === 2 ? "nd" : n % 10 === 3 ? "rd" : "th"
  return expected === suffix
}

/** Magnitudes written as letters right after a number. */
const glued: Readonly<Record<string, string>> = { k: "thousand", m: "million", b: "billion" }

/** Words before a year of the eleventh century. */
const dated = /^(?:in|since|until|by|year|around|circa|before|after)$/

/** Words before two numbers that make them a span. */
const spanning =
  /^(?:pages?|pp?\.?|ages?|aged|chapters?|verses?|lines?|nos?\.?|numbers?|from|between|grades?|weeks?|days?|years?|sections?|figures?|figs?\.?|about|around|approximately|roughly|nearly|over|under|within|every|rooms?|items?|steps?|levels?|versions?|volumes?|vols?\.?|questions?|units?)$/

/** Words after two numbers that do not make them a span of what is counted. */
const notCounted =
  /^ (?:and|but|for|from|with|win|loss|lead|victory|defeat|record|vote|against|over|after|the|that|then|this|when|was|were|has|had)\b/

/** Words before a number that say that its digits are read one by one. */
const digitwise = /^(?:in|code|pin|otp|password|extension|ext|pnr|account|zip|serial|id)$/

/** Fractions, ordinals, decimals and signed numbers. */
export const quantityRules: ReadonlyArray<Rule> = [
  rule(/24\/7(?!\w|\/)/, () => "twenty four seven"),
  rule(/9\/11(?!\w|\/)/, () => "nine eleven"),
  rule(/(\d+)\/\1(?![\w/])/, (m) => (m[1] === "1" ? undefined : `${cardinal(m[1] ?? "")} ${cardinal(m[1] ?? "")}`)),
  rule(/(\d{1,2}):(\d{1,3})(?![\w:])/, (m) => `${cardinal(m[1] ?? "")} to ${cardinal(m[2] ?? "")}`),
  rule(
    new RegExp(`(${grouped})\\s?[-–]\\s?(${grouped})(?!\\w|[.,]\\d)`),
    (m) => `${cardinal(m[1] ?? "")} to ${cardinal(m[2] ?? "")}`
  ),
  rule(/(\d+\.\d+)([KkMB])(?!\w)/, (m) => `${decimal(m[1] ?? "")} ${glued[(m[2] ?? "").toLowerCase()]}`),
  rule(/([1-9]\d{1,2})k(?!\w)/i, (m) => `${cardinal(m[1] ?? "")} thousand`),
  rule(/(\d{1,4})\s?[-–]\s?(\d{1,4})(?![\w/]|[-–.,:]\d)/, (m, { before, text, end }) => {
    if (Number(m[1]) >= Number(m[2])) return undefined
    const after = text.slice(end, end + 20)
    const counts = /^ [a-z]{3,}/.test(after) && !notCounted.test(after)
    return counts || spanning.test(before) ? `${bare(m[1] ?? "")} to ${bare(m[2] ?? "")}` : undefined
  }),
  rule(/(\d+) (\d+)\/(\d+)(?:th|rd|nd|st)?s?(?![\w/])/, (m) =>
    Number(m[2]) < Number(m[3]) ? `${cardinal(m[1] ?? "")} and ${fraction(m[2] ?? "", m[3] ?? "")}` : undefined
  ),
  rule(/(\d+) ?[/⁄] ?(\d+)(?:th|rd|nd|st)?s?(?![\w/.]|-\d)/, (m) =>
    Number(m[2]) > 1 ? fraction(m[1] ?? "", m[2] ?? "") : undefined
  ),
  rule(/(\d+) ?([½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞])/, (m) => `${cardinal(m[1] ?? "")} and ${ofVulgar(m[2] ?? "")}`),
  rule(/[½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞]/, (m) => ofVulgar(m[0]).replace(/^a /, "one ")),
  rule(new RegExp(`(${grouped}|\\d+)(st|nd|rd|th)(?!\\w)`, "i"), (m) => {
    const text = (m[1] ?? "").replaceAll(",", "")
    const suffix = (m[2] ?? "").toLowerCase()
    return properSuffix(text, suffix) ? ordinal(text) : `${cardinal(text)} ~${suffix}`
  }),
  rule(/(\d{1,3}(?:,\d{3})*),(\d{4,})(?![\w,])/, (m) => `${bare(m[1] ?? "")} ${digits(m[2] ?? "")}`),
  rule(new RegExp(`([-−+±]?)(${grouped}|\\d+)\\.(\\d+)(?: ?${magnitudes})?(?![\\w]|\\.\\d)`), (m, context) => {
    const sign =
      m[1] === ""
        ? ""
        : isMinus(context)
          ? m[1] === "+"
            ? "plus "
            : m[1] === "±"
              ? "plus or minus "
              : "minus "
          : undefined
    if (sign === undefined) return undefined
    return `${sign}${decimal(`${m[2]}.${m[3]}`)}${m[4] === undefined ? "" : `|${m[4]}`}`
  }),
  rule(/([-−]?)\.(\d+)(?![\w]|\.\d)/, (m, { text, start }) =>
    text[start - 1] === "." ? undefined : `${m[1] === "" ? "" : "minus "}point ${digits(m[2] ?? "")}`
  ),
  rule(new RegExp(`(${grouped}|\\d+)(?:-| )${magnitudes}(?!\\w)`), (m) => `${cardinal(m[1] ?? "", "bare")}|${m[2]}`),
  rule(new RegExp(`([-−+±])(${grouped}|\\d+)(?![\\w]|\\.\\d)`), (m, context) =>
    isMinus(context)
      ? `${m[1] === "+" ? "plus" : m[1] === "±" ? "plus or minus" : "minus"} ${bare(m[2] ?? "")}`
      : undefined
  )
]

/** Spans and whole numbers: what is left of numbers when every other class has had its turn. */
export const numberRules: ReadonlyArray<Rule> = [
  rule(/#(\d+)(?!\w)/, (m) => `number ${bare(m[1] ?? "")}`),
  rule(/(?:~|≈|∼)(?=\d)/, () => "about"),
  rule(new RegExp(`(${grouped}|\\d+)(?![\\w]|[.,:]\\d)`), (m, { before, text, end, preceding }) => {
    const number = m[1] ?? ""
    if (number.length === 4 && digitwise.test(before) && before !== "in") return digits(number)
    if (number.length === 4 && /\bending in $/.test(`${preceding} ${text.slice(0, end - 4)}`)) return digits(number)
    if (/^10\d\d$/.test(number) && dated.test(before)) return year(number)
    return bare(number)
  })
]
