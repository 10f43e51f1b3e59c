const ones =
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(
    " "
  )
const tens = "_ ten twenty thirty forty fifty sixty seventy eighty ninety".split(" ")
const scales =
  "_ thousand million billion trillion quadrillion quintillion sextillion septillion octillion nonillion decillion".split(
    " "
  )

const irregularOrdinals: Readonly<Record<string, string>> = {
  one: "first",
  two: "second",
  three: "third",
  five: "fifth",
  eight: "eighth",
  nine: "ninth",
  twelve: "twelfth"
}

const belowHundred = (n: number): string =>
  n < 20 ? (ones[n] ?? "") : n % 10 === 0 ? (tens[n / 10] ?? "") : `${tens[Math.floor(n / 10)]} ${ones[n % 10]}`

const belowThousand = (n: number, and: boolean): string => {
  if (n < 100) return belowHundred(n)
  const rest = n % 100
  const hundreds = `${ones[Math.floor(n / 100)]} hundred`
  return rest === 0 ? hundreds : `${hundreds}${and ? " and" : ""} ${belowHundred(rest)}`
}

/** Digits one by one: `204` is `two zero four`. */
export const digits = (text: string): string =>
  Array.from(text.replace(/\D/g, ""), (digit) => ones[Number(digit)]).join(" ")

/** How `and` is used in numbers. */
export type And = "and" | "bare"

/** A whole number of any length, without a sign: `1205` is `one thousand two hundred and five`. */
export const cardinal = (text: string, and: And = "and"): string => {
  const clean = text.replace(/\D/g, "").replace(/^0+(?=\d)/, "")
  if (clean.length > 3 * scales.length) return digits(clean)
  if (clean === "0" || clean === "") return "zero"
  const groups: Array<number> = []
  for (let end = clean.length; end > 0; end -= 3) groups.push(Number(clean.slice(Math.max(0, end - 3), end)))
  const words: Array<string> = []
  for (let i = groups.length - 1; i >= 0; i--) {
    const group = groups[i] ?? 0
    if (group === 0) continue
    const last = i === 0
    const joined = last && and === "and" && group < 100 && (groups[1] ?? 0) > 0 ? "and " : ""
    words.push(joined + belowThousand(group, last && and === "and"))
    if (!last) words.push(scales[i] ?? "")
  }
  return words.join(" ")
}

/** The ordinal of a cardinal in words: `twenty one` becomes `twenty first`. */
export const ordinalOf = (words: string): string => {
  const at = words.lastIndexOf(" ") + 1
  const last = words.slice(at)
  const ordinal = irregularOrdinals[last] ?? (last.endsWith("y") ? `${last.slice(0, -1)}ieth` : `${last}th`)
  return words.slice(0, at) + ordinal
}

/** A whole number as an ordinal: `22` is `twenty second`. */
export const ordinal = (text: string): string => ordinalOf(cardinal(text, "bare"))

/** A decimal number without a sign: `3.05` is `three point zero five`. */
export const decimal = (text: string, and: And = "and"): string => {
  const [whole = "", fraction] = text.replaceAll(",", "").split(".")
  const head = whole === "" ? "zero" : cardinal(whole, and)
  return fraction === undefined || fraction === "" ? head : `${head} point ${digits(fraction)}`
}

/** A year: `1905` is `nineteen oh five`, `2005` is `two thousand five`. */
export const year = (text: string): string => {
  const n = Number(text)
  if (text.length === 2) return text.startsWith("0") ? `oh ${ones[n]}` : belowHundred(n)
  if (text.length === 3)
    return n % 100 === 0
      ? cardinal(text)
      : `${ones[Math.floor(n / 100)]} ${n % 100 < 10 ? "oh " : ""}${belowHundred(n % 100)}`
  if (text.length !== 4) return cardinal(text)
  const century = Math.floor(n / 100)
  const rest = n % 100
  if (century % 10 === 0 && rest < 10)
    return rest === 0 ? `${ones[century / 10]} thousand` : `${ones[century / 10]} thousand ${ones[rest]}`
  if (rest === 0) return `${belowHundred(century)} hundred`
  return `${belowHundred(century)} ${rest < 10 ? "oh " : ""}${belowHundred(rest)}`
}

/** A plural of the last word of a number: `nineteen eighty` becomes `nineteen eighties`. */
export const pluralOf = (words: string): string =>
  words.endsWith("y") ? `${words.slice(0, -1)}ies` : words.endsWith("x") ? `${words}es` : `${words}s`

/** The name of a denominator. */
export const denominator = (text: string, many: boolean): string => {
  if (text === "2") return many ? "halves" : "half"
  if (text === "4") return many ? "quarters" : "quarter"
  const words = ordinalOf(cardinal(text, "bare"))
  return many ? pluralOf(words) : words
}

/** A fraction: `3/4` is `three quarters`. */
export const fraction = (over: string, under: string): string =>
  `${cardinal(over, "bare")} ${denominator(under, over !== "1")}`

/** A run of digits in a name or a code: short ones as numbers, long ones digit by digit. */
export const code = (text: string): string => {
  if (text.length > 1 && text.startsWith("0")) return digits(text)
  if (text.length <= 3) return cardinal(text, "bare")
  if (text.length === 4 && text.endsWith("000")) return cardinal(text, "bare")
  return digits(text)
}

/** A whole number that stands alone: years as years, long numbers digit by digit. */
export const bare = (text: string): string => {
  if (text.includes(",")) return cardinal(text)
  if (text.length > 1 && text.startsWith("0")) return digits(text)
  if (/^[1-9]\d{0,2}(?:000){2,}$/.test(text)) return cardinal(text)
  if (text.length >= 5) return digits(text)
  const n = Number(text)
  if (text.length === 4 && n >= 1100 && n < 2100) return year(text)
  return cardinal(text)
}

const romans: ReadonlyArray<readonly [string, number]> = [
  ["m", 1000],
  ["cm", 900],
  ["d", 500],
  ["cd", 400],
  ["c", 100],
  ["xc", 90],
  ["l", 50],
  ["xl", 40],
  ["x", 10],
  ["ix", 9],
  ["v", 5],
  ["iv", 4],
  ["i", 1]
]

/** The value of a well-formed roman numeral, or undefined. */
export const roman = (text: string): number | undefined => {
  let rest = text.toLowerCase()
  if (!/^m{0,3}(cm|cd|d?c{0,3})(xc|xl|l?x{0,3})(ix|iv|v?i{0,3})$/.test(rest) || rest === "") return undefined
  let value = 0
  for (const [numeral, worth] of romans) {
    while (rest.startsWith(numeral)) {
      value += worth
      rest = rest.slice(numeral.length)
    }
  }
  return value
}
