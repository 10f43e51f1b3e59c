import { bare, cardinal, decimal } from "./numbers.ts"
import { alternatives, rule, type Rule } from "./Rule.ts"

interface Currency {
  readonly one: string
  readonly many: string
  /** Name of the hundredth, when there is one. */
  readonly cent?: string
  readonly cents?: string
}

const dollar: Currency = { one: "dollar", many: "dollars", cent: "cent", cents: "cents" }
const pound: Currency = { one: "pound", many: "pounds", cent: "penny", cents: "pence" }
const euro: Currency = { one: "euro", many: "euros", cent: "cent", cents: "cents" }
const yen: Currency = { one: "yen", many: "yen" }
const plain = (one: string, many = `${one}s`): Currency => ({ one, many })

const signs: Readonly<Record<string, Currency>> = {
  $: dollar,
  "£": pound,
  "€": euro,
  "¥": yen,
  "￥": yen,
  "₩": plain("won", "won"),
  "₹": { one: "rupee", many: "rupees", cent: "paisa", cents: "paise" },
  "₽": plain("ruble"),
  "₺": plain("lira"),
  "₪": plain("shekel"),
  "฿": plain("baht", "baht"),
  "₫": plain("dong", "dong"),
  "₱": plain("peso"),
  "₦": plain("naira", "naira"),
  "₴": plain("hryvnia"),
  "₿": plain("bitcoin"),
  "₡": plain("colon"),
  "₲": plain("guarani"),
  "₵": plain("cedi"),
  R$: plain("real", "reais"),
  C$: { ...dollar, one: "canadian dollar", many: "canadian dollars" },
  A$: { ...dollar, one: "australian dollar", many: "australian dollars" },
  HK$: { ...dollar, one: "hong kong dollar", many: "hong kong dollars" },
  NZ$: { ...dollar, one: "new zealand dollar", many: "new zealand dollars" },
  S$: { ...dollar, one: "singapore dollar", many: "singapore dollars" },
  US$: { ...dollar, one: "~US dollar", many: "~US dollars" }
}
const codes: Readonly<Record<string, Currency>> = {
  USD: { ...dollar, one: "~US dollar", many: "~US dollars" },
  EUR: euro,
  GBP: pound,
  JPY: yen,
  CHF: plain("swiss franc"),
  CAD: signs["C$"] ?? dollar,
  AUD: signs["A$"] ?? dollar,
  NZD: signs["NZ$"] ?? dollar,
  HKD: signs["HK$"] ?? dollar,
  SGD: signs["S$"] ?? dollar,
  INR: signs["₹"] ?? plain("rupee"),
  CNY: plain("yuan", "yuan"),
  RMB: plain("yuan", "yuan"),
  KRW: plain("won", "won"),
  SEK: plain("swedish krona", "swedish kronor"),
  NOK: plain("norwegian krone", "norwegian kroner"),
  DKK: plain("danish krone", "danish kroner"),
  PLN: plain("zloty", "zloty"),
  CZK: plain("czech koruna"),
  HUF: plain("forint"),
  RUB: plain("ruble"),
  TRY: plain("turkish lira"),
  MXN: plain("mexican peso"),
  BRL: plain("real", "reais"),
  ZAR: plain("rand", "rand"),
  ILS: plain("shekel"),
  THB: plain("baht", "baht")
}
const magnitudes: Readonly<Record<string, string>> = {
  thousand: "thousand",
  million: "million",
  billion: "billion",
  trillion: "trillion",
  quadrillion: "quadrillion",
  hundred: "hundred",
  dozen: "dozen",
  k: "thousand",
  m: "million",
  mn: "million",
  mm: "million",
  b: "billion",
  bn: "billion",
  t: "trillion",
  tn: "trillion",
  mil: "million",
  bil: "billion"
}
const periods: Readonly<Record<string, string>> = {
  yr: "year",
  year: "year",
  mo: "month",
  month: "month",
  wk: "week",
  week: "week",
  day: "day",
  hr: "hour",
  h: "hour",
  hour: "hour",
  min: "minute",
  kg: "kilogram",
  lb: "pound",
  oz: "ounce",
  gal: "gallon",
  l: "liter",
  mi: "mile",
  km: "kilometer",
  person: "person",
  unit: "unit",
  share: "share",
  night: "night",
  barrel: "barrel"
}

const number = "(\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?|\\d+(?:\\.\\d+)?|\\.\\d+)"
const magnitude = `(?:( ?)(?:(thousand|million|billion|trillion|quadrillion|hundred|dozen)|(k|mn?|bn?|tn?|mm|mil|bil)))(?![A-Za-z0-9])`
const per = `(?:\\/(${alternatives(periods)})(?![A-Za-z]))`
const sign = `(${alternatives(signs)})`

const amount = (value: string, currency: Currency): string => {
  const [whole = "", fraction] = value.replaceAll(",", "").split(".")
  const units = whole.replace(/^0+(?=\d)/, "")
  if (fraction === undefined || /^0+$/.test(fraction))
    return `${cardinal(units)} ${units === "1" ? currency.one : currency.many}`
  if (fraction.length === 2 && currency.cent !== undefined) {
    const n = Number(fraction)
    const cents = `${cardinal(fraction)} ${n === 1 ? currency.cent : currency.cents}`
    return units === "0" || units === ""
      ? cents
      : `${cardinal(units)} ${units === "1" ? currency.one : currency.many} ${cents}`
  }
  return `${decimal(value)} ${currency.many}`
}

const said = (value: string, scale: string | undefined, currency: Currency, between = " "): string =>
  scale === undefined
    ? amount(value, currency)
    : `${decimal(value, "bare")}${between}${magnitudes[scale.toLowerCase()]} ${currency.many}`

const perOf = (period: string | undefined): string =>
  period === undefined ? "" : ` per ${periods[period.toLowerCase()]}`
const minus = (text: string | undefined): string => (text === undefined || text === "" ? "" : "minus ")

/** Amounts of money. */
export const moneyRules: ReadonlyArray<Rule> = [
  rule(
    new RegExp(
      `${sign}${number}(?: ?(million|billion|trillion|[kmb]n?))?\\s?[-–]\\s?${sign}${number}(?:${magnitude})?(?![\\w])`,
      "i"
    ),
    (m) => {
      const first = signs[m[1] ?? ""]
      const second = signs[m[4] ?? ""]
      return first && second
        ? `${said(m[2] ?? "", m[3], first)} to ${said(m[5] ?? "", m[7] ?? m[8], second)}`
        : undefined
    }
  ),
  rule(new RegExp(`${sign}${number}\\s?[-–]\\s?${number}(?:${magnitude})?(?![\\w])`, "i"), (m) => {
    const currency = signs[m[1] ?? ""]
    return currency ? `${decimal(m[2] ?? "")} to ${said(m[3] ?? "", m[5] ?? m[6], currency)}` : undefined
  }),
  rule(new RegExp(`([-−]?)${sign} ?${number}(?:${magnitude})?${per}?(?![\\w@])`, "i"), (m, { text, start }) => {
    const currency = signs[m[2] ?? ""]
    if (currency === undefined || (m[1] !== "" && /[\w)]/.test(text[start - 1] ?? ""))) return undefined
    const scale = m[5] ?? m[6]
    return minus(m[1]) + said(m[3] ?? "", scale, currency, m[4] === " " ? "|" : " ") + perOf(m[7])
  }),
  rule(new RegExp(`${number}(?:${magnitude})? ?(${alternatives(codes)})${per}?(?![A-Za-z])`), (m) => {
    const currency = codes[m[5] ?? ""]
    return currency ? said(m[1] ?? "", m[3] ?? m[4], currency) + perOf(m[6]) : undefined
  }),
  rule(new RegExp(`(${alternatives(codes)}) ?${number}(?:${magnitude})?(?![\\w])`), (m) => {
    const currency = codes[m[1] ?? ""]
    return currency ? said(m[2] ?? "", m[4] ?? m[5], currency) : undefined
  }),
  rule(new RegExp(`${number} ?([€£¥₩₹₽])(?![\\w])`), (m) => {
    const currency = signs[m[2] ?? ""]
    return currency ? amount(m[1] ?? "", currency) : undefined
  }),
  rule(/(\d+)¢/, (m) => `${bare(m[1] ?? "")} ${m[1] === "1" ? "cent" : "cents"}`)
]
