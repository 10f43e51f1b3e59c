import { bare, decimal, fraction } from "./numbers.ts"
import { alternatives, rule, type Rule } from "./Rule.ts"

type Unit = readonly [one: string, many: string]
const unit = (one: string, many = `${one}s`): Unit => [one, many]

/** Units that are written in letters or signs, as they are written. */
const units: Readonly<Record<string, Unit>> = {
  km: unit("kilometer"),
  m: unit("meter"),
  cm: unit("centimeter"),
  mm: unit("millimeter"),
  nm: unit("nanometer"),
  μm: unit("micrometer"),
  µm: unit("micrometer"),
  mi: unit("mile"),
  ft: unit("foot", "feet"),
  in: unit("inch", "inches"),
  yd: unit("yard"),
  yds: unit("yard"),
  ly: unit("light year"),
  kg: unit("kilogram"),
  g: unit("gram"),
  mg: unit("milligram"),
  μg: unit("microgram"),
  µg: unit("microgram"),
  mcg: unit("microgram"),
  lb: unit("pound"),
  lbs: unit("pound"),
  oz: unit("ounce"),
  t: unit("ton"),
  l: unit("liter"),
  L: unit("liter"),
  μl: unit("microliter"),
  µl: unit("microliter"),
  μL: unit("microliter"),
  ml: unit("milliliter"),
  mL: unit("milliliter"),
  cl: unit("centiliter"),
  dl: unit("deciliter"),
  gal: unit("gallon"),
  qt: unit("quart"),
  pt: unit("pint"),
  tbsp: unit("tablespoon"),
  tsp: unit("teaspoon"),
  s: unit("second"),
  sec: unit("second"),
  secs: unit("second"),
  ms: unit("millisecond"),
  μs: unit("microsecond"),
  µs: unit("microsecond"),
  ns: unit("nanosecond"),
  min: unit("minute"),
  mins: unit("minute"),
  h: unit("hour"),
  hr: unit("hour"),
  hrs: unit("hour"),
  yr: unit("year"),
  yrs: unit("year"),
  wk: unit("week"),
  wks: unit("week"),
  mo: unit("month"),
  mos: unit("month"),
  Hz: unit("hertz", "hertz"),
  hz: unit("hertz", "hertz"),
  kHz: unit("kilohertz", "kilohertz"),
  khz: unit("kilohertz", "kilohertz"),
  MHz: unit("megahertz", "megahertz"),
  mhz: unit("megahertz", "megahertz"),
  GHz: unit("gigahertz", "gigahertz"),
  ghz: unit("gigahertz", "gigahertz"),
  THz: unit("terahertz", "terahertz"),
  bit: unit("bit"),
  kb: unit("kilobyte"),
  KB: unit("kilobyte"),
  kB: unit("kilobyte"),
  mb: unit("megabyte"),
  MB: unit("megabyte"),
  gb: unit("gigabyte"),
  GB: unit("gigabyte"),
  tb: unit("terabyte"),
  TB: unit("terabyte"),
  PB: unit("petabyte"),
  KiB: unit("kibibyte"),
  MiB: unit("mebibyte"),
  GiB: unit("gibibyte"),
  kbps: unit("kilobit per second", "kilobits per second"),
  Kbps: unit("kilobit per second", "kilobits per second"),
  mbps: unit("megabit per second", "megabits per second"),
  Mbps: unit("megabit per second", "megabits per second"),
  gbps: unit("gigabit per second", "gigabits per second"),
  Gbps: unit("gigabit per second", "gigabits per second"),
  mph: unit("mile per hour", "miles per hour"),
  kph: unit("kilometer per hour", "kilometers per hour"),
  kmh: unit("kilometer per hour", "kilometers per hour"),
  rpm: unit("revolution per minute", "revolutions per minute"),
  bpm: unit("beat per minute", "beats per minute"),
  fps: unit("frame per second", "frames per second"),
  dpi: unit("dot per inch", "dots per inch"),
  ppm: unit("part per million", "parts per million"),
  mpg: unit("mile per gallon", "miles per gallon"),
  psi: unit("pound per square inch", "pounds per square inch"),
  V: unit("volt"),
  kV: unit("kilovolt"),
  mV: unit("millivolt"),
  W: unit("watt"),
  kW: unit("kilowatt"),
  kw: unit("kilowatt"),
  MW: unit("megawatt"),
  GW: unit("gigawatt"),
  mW: unit("milliwatt"),
  kWh: unit("kilowatt hour"),
  kwh: unit("kilowatt hour"),
  MWh: unit("megawatt hour"),
  Wh: unit("watt hour"),
  A: unit("amp"),
  mA: unit("milliamp"),
  mAh: unit("milliamp hour"),
  Ω: unit("ohm"),
  kΩ: unit("kilohm"),
  J: unit("joule"),
  kJ: unit("kilojoule"),
  N: unit("newton"),
  Pa: unit("pascal"),
  kPa: unit("kilopascal"),
  hPa: unit("hectopascal"),
  dB: unit("decibel"),
  db: unit("decibel"),
  cal: unit("calorie"),
  kcal: unit("kilocalorie"),
  mol: unit("mole"),
  lm: unit("lumen"),
  lx: unit("lux", "lux"),
  hp: unit("horsepower", "horsepower"),
  MP: unit("megapixel"),
  px: unit("pixel"),
  ha: unit("hectare"),
  ac: unit("acre"),
  K: unit("kelvin", "kelvin"),
  "%": unit("percent", "percent"),
  "‰": unit("per mille", "per mille"),
  "°C": unit("degree celsius", "degrees celsius"),
  "℃": unit("degree celsius", "degrees celsius"),
  "°F": unit("degree fahrenheit", "degrees fahrenheit"),
  "℉": unit("degree fahrenheit", "degrees fahrenheit"),
  "° C": unit("degree celsius", "degrees celsius"),
  "° F": unit("degree fahrenheit", "degrees fahrenheit"),
  ºC: unit("degree celsius", "degrees celsius"),
  ºF: unit("degree fahrenheit", "degrees fahrenheit"),
  "°": unit("degree")
}
/** Units that are also letters or words, so that only a number right before them makes them units. */
const clinging = /^(?:m|s|t|h|A|K|N|W|V|J|L|l|g|in|ha|ac|pt|MP|min|cal|bit)$/
/** A space between is a sign of a unit, unless the unit is one letter that can mean something else. */
const neverApart = /^(?:A|K|N|t|s|h|in|ha|ac|MP|J|V|W)$/
const neverGlued = /^(?:K|t|s|A|N|J|MP|ha)$/

const sup: Readonly<Record<string, string>> = {
  "²": "square",
  "³": "cubic",
  "^2": "square",
  "^3": "cubic",
  "2": "square",
  "3": "cubic"
}
const squares: Readonly<Record<string, string>> = {
  sq: "square",
  "sq.": "square",
  square: "square",
  cu: "cubic",
  "cu.": "cubic",
  cubic: "cubic"
}
const lengths = /^(?:km|m|cm|mm|mi|ft|in|yd|yds)$/

const signed = "([-−+±]?)"
const number = "(\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?|\\d+(?:\\.\\d+)?|\\.\\d+)"
const scale = "(?: (thousand|million|billion|trillion))?"
const name = `(?:(sq\\.?|cu\\.?|square|cubic) )?(${alternatives(units)})(²|³|\\^[23]|[23](?![\\d]))?`
const periods = /^(?:second|minute|hour|day|night|week|month|year|person)$/
const per = `(?: ?\\/ ?(${alternatives(units)}|second|minute|hour|day|night|week|month|year|person)(²|³|\\^[23])?)?`
const after = "(?![\\p{L}\\d])"

const sign = (
  text: string | undefined,
  context: { readonly text: string; readonly start: number }
): string | undefined => {
  if (text === undefined || text === "") return ""
  const before = context.text[context.start - 1] ?? " "
  if (/[\p{L}\d)]/u.test(before)) return undefined
  return text === "+" ? "plus " : text === "±" ? "plus or minus " : "minus "
}

const amount = (text: string): string =>
  text.includes(".")
    ? decimal(text)
    : /^\d{4}$/.test(text)
      ? decimal(text)
      : text.length > 4 && !text.includes(",")
        ? decimal(text)
        : bare(text)

const nameOf = (
  text: string,
  power: string | undefined,
  square: string | undefined,
  one: boolean
): string | undefined => {
  const found = units[text]
  if (found === undefined) return undefined
  const raised =
    power === undefined
      ? square === undefined
        ? ""
        : `${squares[square]} `
      : lengths.test(text)
        ? `${sup[power]} `
        : undefined
  if (raised === undefined) return undefined
  return raised + (one ? found[0] : found[1])
}

/** Numbers with units, and spans of them. */
export const measureRules: ReadonlyArray<Rule> = [
  rule(
    /(\d+(?:\.\d+)?)% ?[-–] ?(\d+(?:\.\d+)?)%/,
    (m) => `${amount(m[1] ?? "")} percent to ${amount(m[2] ?? "")} percent`
  ),
  rule(new RegExp(`(?:(\\d+) )?(\\d+)\\/(\\d+) ?${name}${after}`, "u"), (m) => {
    const [, whole, over = "", under = "", square, text = "", power] = m
    if (clinging.test(text) || !(Number(over) < Number(under))) return undefined
    const said = nameOf(text, power, square, whole === undefined && over === "1")
    if (said === undefined) return undefined
    return `${whole === undefined ? "" : `${amount(whole)} and `}${fraction(over, under)} ${said}`
  }),
  rule(/([4-7])['′’](\d{1,2})(?![\w"″'’])/, (m) => `${amount(m[1] ?? "")} foot ${amount(m[2] ?? "")}`),
  rule(new RegExp(`${signed}${number}${scale} ?(%|percent\\b)`), (m, context) => {
    const head = sign(m[1], context)
    return head === undefined
      ? undefined
      : `${head}${amount(m[2] ?? "")}${m[3] ? ` ${m[3]}` : ""}${/ /.test(m[0]) && !m[3] ? "|" : " "}percent`
  }),
  rule(new RegExp(`${number}\\s?(?:[-–]|to)\\s?${number} ?${name}${after}`, "u"), (m) => {
    const text = m[4] ?? ""
    if (neverGlued.test(text) || neverApart.test(text)) return undefined
    const said = nameOf(text, m[5], m[3], false)
    return said === undefined ? undefined : `${amount(m[1] ?? "")} to ${amount(m[2] ?? "")} ${said}`
  }),
  rule(new RegExp(`${signed}${number}${scale}( ?|-)${name}${per}${after}`, "u"), (m, context) => {
    const [, signText, value = "", magnitude, between, square, text = "", power, under, underPower] = m
    const apart = between === " "
    if (apart ? neverApart.test(text) : neverGlued.test(text) && under === undefined) return undefined
    if (between === "-" && clinging.test(text)) return undefined
    if (text === "in" && apart) return undefined
    if (text === "g" && !apart && /^[2-6]$/.test(value)) return undefined
    if (text === "m" && apart && context.text.slice(context.end, context.end + 2) === "..") return undefined
    const head = sign(signText, context)
    if (head === undefined) return undefined
    const one = (value === "1" && magnitude === undefined) || between === "-"
    const said = nameOf(text, power, square, one)
    if (said === undefined) return undefined
    const below = under === undefined ? "" : periods.test(under) ? under : nameOf(under, underPower, undefined, true)
    if (below === undefined) return undefined
    const number = `${head}${amount(value)}${magnitude === undefined ? "" : `|${magnitude}`}`
    return `${number}${apart && square === undefined && !/\/ | \//.test(m[0]) ? "|" : " "}${said}${below === "" ? "" : ` per ${below}`}`
  }),
  rule(/(\d{1,3})['′’](?= (?:tall|long|wide|high|deep|by|x)\b)/, (m) => `${amount(m[1] ?? "")} feet`),
  rule(/(\d+(?:\.\d+)?) in\.(?=\s|$)/, (m) => `${amount(m[1] ?? "")}|${m[1] === "1" ? "inch" : "inches"}`),
  rule(
    /(\d{1,2})['′’]\s?(\d{1,2})(?:"|″|”|'')/,
    (m) =>
      `${amount(m[1] ?? "")} ${m[1] === "1" ? "foot" : "feet"} ${amount(m[2] ?? "")} ${m[2] === "1" ? "inch" : "inches"}`
  ),
  rule(/(\d+(?:\.\d+)?)(?:"|″)/, (m, { text, start }) =>
    (text.slice(0, start).match(/"/g) ?? []).length % 2 === 1
      ? undefined
      : `${amount(m[1] ?? "")} ${m[1] === "1" ? "inch" : "inches"}`
  ),
  rule(/(\d+)[°º](?:\s?(\d+)[′'])?(?:\s?(\d+)[″"])?(?!\w)/, (m) => {
    const degrees = `${amount(m[1] ?? "")} ${m[1] === "1" || m[0].endsWith("º") ? "degree" : "degrees"}`
    return degrees + (m[2] ? ` ${amount(m[2])} minutes` : "") + (m[3] ? ` ${amount(m[3])} seconds` : "")
  })
]
