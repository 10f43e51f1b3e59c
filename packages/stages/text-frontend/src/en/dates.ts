import { digits, ordinal, pluralOf, year } from "./numbers.ts"
import { alternatives, rule, type Rule } from "./Rule.ts"

const months: Readonly<Record<string, string>> = {
  january: "january",
  february: "february",
  march: "march",
  april: "april",
  may: "may",
  june: "june",
  july: "july",
  august: "august",
  september: "september",
  october: "october",
  november: "november",
  december: "december",
  jan: "january",
  feb: "february",
  mar: "march",
  apr: "april",
  jun: "june",
  jul: "july",
  aug: "august",
  sep: "september",
  sept: "september",
  oct: "october",
  nov: "november",
  dec: "december"
}
const monthList = Object.values(months).slice(0, 12)
const days: Readonly<Record<string, string>> = {
  mon: "monday",
  tue: "tuesday",
  tues: "tuesday",
  wed: "wednesday",
  thu: "thursday",
  thur: "thursday",
  thurs: "thursday",
  fri: "friday",
  sat: "saturday",
  sun: "sunday"
}

const month = `(${alternatives(months)})`
const dayNumber = "(0?[1-9]|[12]\\d|3[01])"
const suffix = "(?:st|nd|rd|th)?"
const fullYear = "(\\d{4})"
const end = "(?![\\w]|[.,:/-]\\d)"

const monthName = (text: string | undefined): string => months[(text ?? "").toLowerCase()] ?? ""
const monthNumber = (text: string | undefined): string => monthList[Number(text) - 1] ?? ""
const yearOf = (text: string): string => (text.length === 2 && text.startsWith("0") ? digits(text) : year(text))

/** Words that begin names of months and are words of their own, so that only their look can tell. */
const ambiguous = /^(?:may|march|mar|dec|sep|jan|jun)$/

const eraOf = (text: string): string => {
  const letters = text.replace(/[^A-Za-z]/g, "").toUpperCase()
  return `~${letters}`
}
const era = "(A\\.? ?D|B\\.? ?C(?:\\.? ?E)?|C\\.? ?E)\\.?(?![A-Za-z])"

/** Dates, years, decades and eras. */
export const dateRules: ReadonlyArray<Rule> = [
  rule(new RegExp(`${month}\\.?( |-)${dayNumber}${suffix}(?:,? |, |-)${fullYear}${end}`, "i"), (m) => {
    const parts = [monthName(m[1]), ordinal(m[3] ?? ""), yearOf(m[4] ?? "")]
    return parts.join(m[2] === " " ? "|" : " ")
  }),
  rule(new RegExp(`${month}\\.?[ -]${dayNumber}${suffix}${end}`, "i"), (m, { before }) => {
    if (m[1] === "may" && /^(?:i|you|he|she|it|we|they|there|that|this|who|which)$/.test(before)) return undefined
    return `${monthName(m[1])}|${ordinal(m[2] ?? "")}`
  }),
  rule(new RegExp(`${month}\\.?,? ${fullYear}${end}`, "i"), (m) => {
    const value = Number(m[2])
    return value >= 1000 && value < 2200 && !(m[1] === "may" || m[1] === "march")
      ? `${monthName(m[1])}|${year(m[2] ?? "")}`
      : undefined
  }),
  rule(
    new RegExp(`${dayNumber}${suffix} (?:of )?${month}(?:\\.(?! *$)|\\b)(?:,? ${fullYear}${end})?`, "i"),
    (m, { before }) => {
      const name = m[2] ?? ""
      if (/^(?:may|march)$/.test(name) && m[3] === undefined) return undefined
      const the = before === "the" ? "" : "the "
      const head = `${the}${ordinal(m[1] ?? "")}${/ of /i.test(m[0]) ? "|of|" : " of|"}${monthName(name)}`
      return m[3] === undefined ? head : `${head}|${yearOf(m[3])}`
    }
  ),
  rule(
    new RegExp(`${dayNumber}-${month}-(\\d{4}|\\d{2})${end}`, "i"),
    (m) => `the ${ordinal(m[1] ?? "")} of ${monthName(m[2])} ${yearOf(m[3] ?? "")}`
  ),
  rule(
    /(1[0-2]|0?[1-9])\/(3[01]|[12]\d|0?[1-9])\/(\d{4}|\d{2})(?![\w/])/,
    (m) => `${monthNumber(m[1])} ${ordinal(m[2] ?? "")} ${yearOf(m[3] ?? "")}`
  ),
  rule(
    /(3[01]|[12]\d|0?[1-9])\/(1[0-2]|0?[1-9])\/(\d{4})(?![\w/])/,
    (m) => `the ${ordinal(m[1] ?? "")} of ${monthNumber(m[2])} ${yearOf(m[3] ?? "")}`
  ),
  rule(
    /(\d{4})([/.-])(1[0-2]|0?[1-9])\2(3[01]|[12]\d|0?[1-9])(?![\w/-])/,
    (m) => `${monthNumber(m[3])} ${ordinal(m[4] ?? "")} ${yearOf(m[1] ?? "")}`
  ),
  rule(
    /(3[01]|[12]\d|0?[1-9])([.-])(1[0-2]|0?[1-9])\2(\d{4}|\d{2})(?![\w-]|\.\d)/,
    (m) => `the ${ordinal(m[1] ?? "")} of ${monthNumber(m[3])} ${yearOf(m[4] ?? "")}`
  ),
  rule(
    /(1[0-2]|0?[1-9])([.-])(3[01]|[12]\d)\2(\d{4})(?![\w-]|\.\d)/,
    (m) => `${monthNumber(m[1])} ${ordinal(m[3] ?? "")} ${yearOf(m[4] ?? "")}`
  ),
  rule(
    new RegExp(`(\\d{1,4}) ?${era}`),
    (m) =>
      `${/ /.test(m[0]) && /^\d+ \S+$/.test(m[0]) ? `${year(m[1] ?? "")}|` : `${year(m[1] ?? "")} `}${eraOf(m[2] ?? "")}`
  ),
  rule(
    /(\d{3}0)['’]?s(?: ?[-–] ?(\d{3}0)['’]?s)(?!\w)/,
    (m) => `${pluralOf(decade(m[1] ?? ""))} to ${pluralOf(decade(m[2] ?? ""))}`
  ),
  rule(/(A\.?D\.?|B\.?C\.?(?:E\.?)?) (\d{3,4})(?![\d,.]\d|\w)/, (m) => `${eraOf(m[1] ?? "")}|${year(m[2] ?? "")}`),
  rule(/(10{1,3})['’]?s(?!\w)/, (m) => ["tens", "hundreds", "thousands"][(m[1]?.length ?? 2) - 2]),
  rule(/(\d{3}0)['’]?s(?!\w)/, (m) => pluralOf(decade(m[1] ?? ""))),
  rule(/['’]?([2-9]0)['’]?s(?!\w)/, (m) => pluralOf(year(m[1] ?? ""))),
  rule(/['’]([0-9]{2})(?![\w'’])/, (m, { before }) =>
    /^(?:of|in|since|class|by|summer|from|spring|fall|winter|autumn|the)$/.test(before) || monthList.includes(before)
      ? year(m[1] ?? "")
      : undefined
  ),
  rule(/(1[0-9]\d\d|20\d\d) ?[-–] ?(\d{4}|\d{2})(?![\w%]|[-–.,/:]\d)/, (m) => {
    const from = m[1] ?? ""
    const to = m[2] ?? ""
    const full = to.length === 2 ? from.slice(0, 2) + to : to
    return Number(full) > Number(from) && Number(full) < 2200 ? `${year(from)} to ${year(to)}` : undefined
  }),
  rule(new RegExp(`${month}\\.?(?!\\w)`, "i"), (m) => {
    const name = (m[1] ?? "").toLowerCase()
    if (name.length > 4 || name === "june" || name === "july" || name === "may") return undefined
    const dotted = m[0].endsWith(".")
    if (/^[a-z]/.test(m[0]) || (ambiguous.test(name) && !dotted)) return undefined
    return months[name]
  }),
  rule(
    new RegExp(`(${alternatives(days)})\\.?[-–](${alternatives(days)})\\.?(?!\\w)`, "i"),
    (m) => `${days[(m[1] ?? "").toLowerCase()]} to ${days[(m[2] ?? "").toLowerCase()]}`
  ),
  rule(new RegExp(`(${alternatives(days)})\\.?(?=,? (?:${alternatives(months)}|\\d)|\\.,)`, "i"), (m) =>
    /^[A-Z]/.test(m[0]) ? days[(m[1] ?? "").toLowerCase()] : undefined
  )
]

function decade(text: string): string {
  return text.endsWith("00") ? `${year(text)}` : text.startsWith("20") && text[2] === "0" ? "two thousand" : year(text)
}
