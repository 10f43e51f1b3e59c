import { alternatives, rule, type Rule, type RuleContext } from "./Rule.ts"
import { bare, code, digits, ordinal, cardinal, roman } from "./numbers.ts"

/** Abbreviations that are read in full wherever they stand, with or without a full stop. */
const withStop: Readonly<Record<string, string>> = {
  mr: "mister",
  mrs: "misses",
  ms: "Ms",
  messrs: "messieurs",
  dr: "doctor",
  drs: "doctors",
  prof: "professor",
  rev: "reverend",
  hon: "honorable",
  gov: "governor",
  sen: "senator",
  rep: "representative",
  pres: "president",
  gen: "general",
  col: "colonel",
  maj: "major",
  capt: "captain",
  cpt: "captain",
  lt: "lieutenant",
  sgt: "sergeant",
  cpl: "corporal",
  pvt: "private",
  adm: "admiral",
  cmdr: "commander",
  supt: "superintendent",
  insp: "inspector",
  det: "detective",
  atty: "attorney",
  asst: "assistant",
  assoc: "associate",
  assn: "association",
  mt: "mount",
  ft: "fort",
  jr: "junior",
  sr: "senior",
  esq: "esquire",
  inc: "incorporated",
  corp: "corporation",
  co: "company",
  ltd: "limited",
  bros: "brothers",
  dept: "department",
  univ: "university",
  govt: "government",
  intl: "international",
  natl: "national",
  ave: "avenue",
  blvd: "boulevard",
  rd: "road",
  ln: "lane",
  ct: "court",
  pl: "place",
  sq: "square",
  hwy: "highway",
  pkwy: "parkway",
  expy: "expressway",
  apt: "apartment",
  bldg: "building",
  ste: "suite",
  vs: "versus",
  v: "versus",
  etc: "et cetera",
  approx: "approximately",
  est: "established",
  misc: "miscellaneous",
  fig: "figure",
  figs: "figures",
  eq: "equation",
  vol: "volume",
  vols: "volumes",
  ch: "chapter",
  chap: "chapter",
  sec: "section",
  sect: "section",
  art: "article",
  pt: "part",
  ed: "edition",
  eds: "editors",
  p: "page",
  pp: "pages",
  pg: "page",
  pgs: "pages",
  no: "number",
  nos: "numbers",
  ext: "extension",
  tel: "telephone",
  max: "maximum",
  min: "minimum",
  incl: "including",
  esp: "especially",
  viz: "namely",
  cf: "compare",
  ca: "circa",
  al: "al",
  resp: "respectively",
  tbsp: "tablespoon",
  tsp: "teaspoon",
  oz: "ounces",
  lb: "pounds",
  lbs: "pounds",
  yr: "year",
  yrs: "years",
  hr: "hour",
  hrs: "hours",
  mins: "minutes",
  secs: "seconds"
}
/** Those of them that are read in full only before a capitalised name. */
const beforeName =
  /^(?:mr|mrs|ms|messrs|dr|drs|prof|rev|hon|gov|sen|rep|pres|gen|col|maj|capt|cpt|lt|sgt|cpl|pvt|adm|cmdr|supt|insp|det|atty|mt|ft)$/
/** Those that are read in full only before a number. */
const beforeNumber = /^(?:no|nos|p|pp|pg|pgs|fig|figs|eq|vol|vols|ch|chap|sec|sect|art|pt|ext|max|min)$/
/** Those that need no full stop. */
const bareToo =
  /^(?:mr|mrs|messrs|dr|prof|jr|vs|etc|blvd|hwy|pkwy|expy|ave|inc|ltd|corp|bros|dept|approx|lbs|yrs|hrs|mins|secs|tbsp|tsp|capt|sgt|lt|figs|vols)$/
/** Words for streets, which `st`, `dr`, `ct` and `pl` become after a name. */
const streets: Readonly<Record<string, string>> = { st: "street", dr: "drive" }

const phrases: Readonly<Record<string, string>> = {
  "e.g.": "for example",
  "eg.": "for example",
  "i.e.": "that is",
  "ie.": "that is",
  "a.k.a.": "~AKA",
  "w/o": "without",
  "w/": "with",
  "b/c": "because",
  "c/o": "care of",
  "n/a": "not applicable",
  "N/A": "not applicable",
  "and/or": "and or",
  "either/or": "either or",
  "he/she": "he or she",
  "s/he": "he or she",
  "P.S.": "~PS",
  "et al.": "et al",
  "f.e.": "for example",
  "No°": "number",
  "N°": "number",
  "№": "number"
}

const states: Readonly<Record<string, string>> = {
  AL: "alabama",
  AK: "alaska",
  AZ: "arizona",
  AR: "arkansas",
  CA: "california",
  CO: "colorado",
  CT: "connecticut",
  DE: "delaware",
  FL: "florida",
  GA: "georgia",
  HI: "hawaii",
  ID: "idaho",
  IL: "illinois",
  IN: "indiana",
  IA: "iowa",
  KS: "kansas",
  KY: "kentucky",
  LA: "louisiana",
  ME: "maine",
  MD: "maryland",
  MA: "massachusetts",
  MI: "michigan",
  MN: "minnesota",
  MS: "mississippi",
  MO: "missouri",
  MT: "montana",
  NE: "nebraska",
  NV: "nevada",
  NH: "new hampshire",
  NJ: "new jersey",
  NM: "new mexico",
  NY: "new york",
  NC: "north carolina",
  ND: "north dakota",
  OH: "ohio",
  OK: "oklahoma",
  OR: "oregon",
  PA: "pennsylvania",
  RI: "rhode island",
  SC: "south carolina",
  SD: "south dakota",
  TN: "tennessee",
  TX: "texas",
  UT: "utah",
  VT: "vermont",
  VA: "virginia",
  WA: "washington",
  WV: "west virginia",
  WI: "wisconsin",
  WY: "wyoming",
  DC: "~DC"
}

/** Words before a roman numeral that counts. */
export const numberedBy =
  "chapter|part|act|scene|section|volume|vol\\.|book|phase|type|class|appendix|article|title|level|grade|stage|episode|season|war|bowl|mark|model|figure|table|unit|lesson|step|round|group|category|schedule|exhibit|amendment|item|apollo|saturn|rocky|page|no\\.|number|league|tier|version|windows|generation|olympiad"
/** Words before an `A` that is a letter and not an article. */
const lettered =
  /^(?:vitamin|plan|grade|type|hepatitis|class|group|section|part|exhibit|option|team|point|side|letter|level|schedule|appendix|column|row|figure|unit|block|zone|series|category|blood|an|straight)$/

/** Names before a roman numeral that ranks. */
export const monarchs =
  "henry|louis|edward|george|charles|william|richard|james|elizabeth|mary|john|paul|pius|benedict|francis|gregory|leo|innocent|alexander|nicholas|catherine|peter|philip|frederick|wilhelm|napoleon|ferdinand|alfonso|carlos|juan|gustav|gustaf|christian|haakon|olaf|harald|albert|leopold|baudouin|rama|ramses|ramesses|ptolemy|cleopatra|constantine|clement|urban|boniface|sixtus|julius|otto|rudolf|maximilian|joseph|ivan|margaret|anne|victoria|robert|david|malcolm|kenneth|stephen|umberto|emmanuel|isabella|joan|king|queen|pope|emperor|tsar|czar|prince|princess|duke|earl|sultan|selim|murad|mehmed|suleiman|darius|cyrus|xerxes|artaxerxes|amenhotep|thutmose|seti|theodosius|justinian|leopold|sigismund|ladislaus|casimir|abdullah|hussein|hassan|mohammed|muhammad|akbar|tupac|mithridates|antiochus|seleucus|attalus|nicomedes"

const notRoman =
  /^(?:I|MIX|DI|CD|MD|DC|CV|MM|MC|DM|CI|CC|DL|LI|MI|DIM|MID|MILL|CIVIC|LIVID|VIVID|LL|ML|CL|DD|XX|XL|M|D|C|L|ID|IM|ICC|ILL)$/

const nextWord = ({ text, end }: RuleContext): string => /^\s+(\S+)/.exec(text.slice(end, end + 40))?.[1] ?? ""

const street =
  "(?:st|ave|blvd|rd|ln|dr|ct|pl|hwy|pkwy|expy|expressway|street|avenue|boulevard|road|lane|drive|court|place|highway|parkway|way|terrace|circle)"

/** A house number: `1736` is `seventeen thirty six`. */
const house = (text: string): string => {
  if (text.length === 4 && !text.endsWith("00"))
    return `${cardinal(text.slice(0, 2))} ${text[2] === "0" ? `oh ${cardinal(text.slice(3))}` : cardinal(text.slice(2))}`
  if (text.length === 3 && !text.endsWith("00"))
    return `${cardinal(text.slice(0, 1))} ${text[1] === "0" ? `oh ${cardinal(text.slice(2))}` : cardinal(text.slice(1))}`
  return text.length >= 5 ? digits(text) : bare(text)
}

/** Addresses: house numbers, states and postal codes. */
export const addressRules: ReadonlyArray<Rule> = [
  rule(
    new RegExp(
      `(\\d{1,5})(?= (?:[NSEW]\\.? )?(?:\\p{Lu}[\\p{L}'’]*\\.? |\\d{1,3}(?:st|nd|rd|th) ){1,3}${street}\\b)`,
      "iu"
    ),
    (m, { text, end }) => (/^ \p{Lu}|^ \d/u.test(text.slice(end, end + 2)) ? house(m[1] ?? "") : undefined)
  ),
  rule(
    new RegExp(`(${alternatives(states)}),? (\\d{5})(?:-(\\d{4}))?(?!\\w)`),
    (m) => `${states[m[1] ?? ""]}|${digits(m[2] ?? "")}${m[3] ? ` ${digits(m[3])}` : ""}`
  ),
  rule(new RegExp(`(${alternatives(states)})(?!\\w|\\.\\w)`), (m, { text, start }) =>
    /\p{Lu}\p{L}+, $/u.test(text.slice(Math.max(0, start - 30), start)) ? states[m[1] ?? ""] : undefined
  )
]

/** Abbreviations, roman numerals and the letters of initials. */
export const abbreviationRules: ReadonlyArray<Rule> = [
  rule(new RegExp(`(?:${alternatives(phrases)})(?!\\w)`, "i"), (m) => phrases[m[0]] ?? phrases[m[0].toLowerCase()]),
  rule(/mid-(?=\d)/i, () => "mid"),
  rule(/A(?![\w'’.&-])/, (_, { before }) => (lettered.test(before) ? "~A" : undefined)),
  rule(new RegExp(`(${numberedBy}) ([IVXLC]+)(?!\\w|['’](?!s))`, "i"), (m) => {
    const text = m[2] ?? ""
    if (text !== text.toUpperCase()) return undefined
    const value = roman(text)
    const head = m[1] ?? ""
    const said = /^vol/i.test(head) ? "volume" : /^no/i.test(head) ? "number" : head
    return value === undefined ? undefined : `${said}|${cardinal(String(value))}`
  }),
  rule(/Ph\.? ?D(?:s(?!\w)|\.|(?!\w))/, (m) => (m[0].endsWith("s") ? "~PHDs" : "~PHD")),
  rule(/(\p{Lu}{1,3})&(\p{Lu})(?!\w)/u, (m) => `~${m[1]} and ~${m[2]}`),
  rule(/([A-Za-z]+)(\.?)(?![\w'’]|\.\w)/, (m, context) => {
    const word = (m[1] ?? "").toLowerCase()
    const stop = m[2] === "."
    const next = nextWord(context)
    const before = context.before
    const capital = /^[A-Z]/.test(m[0])
    if (word === "st" && (stop || capital)) {
      const saint =
        /^\p{Lu}\p{Ll}/u.test(next) &&
        (before === "" || !/^[A-Z\d]/.test(context.text.slice(0, context.start).split(/\s+/).at(-2) ?? ""))
      return saint ? "saint" : before === "" && !stop ? undefined : "street"
    }
    if (word === "dr" && (stop || capital)) {
      const named = /^["“‘(]?\p{Lu}/u.test(next)
      const drive =
        /^[A-Z]/.test(context.text.slice(0, context.start).split(/\s+/).at(-2) ?? "") &&
        /\d/.test(context.text.slice(0, context.start))
      return named && !drive ? "doctor" : before !== "" && !named ? streets["dr"] : "doctor"
    }
    const full = withStop[word]
    if (full === undefined || (!stop && !bareToo.test(word))) return undefined
    if (word === "no" && !/^\d/.test(next)) return undefined
    if (word === "v") return stop && /^\p{Lu}/u.test(next) && before !== "" ? "versus" : undefined
    if (beforeNumber.test(word)) return /^[\d(]|^[ivxlcIVXLC]+\b/.test(next) ? full : undefined
    if (beforeName.test(word)) return (capital && /^\p{Lu}/u.test(next)) || /^mrs?$/.test(word) ? full : undefined
    if (/^(?:ed|eds|est|ca|al|oz|lb|ct|pl|co|ste|art|max|min)$/.test(word) && word !== "oz" && word !== "lb") {
      if (word === "co")
        return /&\s*$|\band\s*$/i.test(context.text.slice(0, context.start)) || capital ? full : undefined
      if (word === "est" || word === "ca") return /^\d/.test(next) ? full : undefined
      if (word === "ed" || word === "eds")
        return /^\d/.test(before) || /(?:st|nd|rd|th)$/.test(before) ? full : undefined
      if (word === "ct" || word === "pl" || word === "ste") return capital && before !== "" ? full : undefined
    }
    return full
  }),
  rule(/((?:\p{Lu}\. ?){2,})(?=\p{Lu}\p{Ll})/u, (m) => `~${(m[1] ?? "").replace(/[^\p{L}]/gu, "")}`),
  rule(
    /((?:\p{L}\.){2,})(?:(\p{L})(?![\p{L}]))?(?:['’]s)?/u,
    (m) => `~${m[0].replace(/[^\p{L}'’]/gu, "").replace(/['’]s$/, "")}`
  ),
  rule(/(\p{Lu})\.(?= ?\p{Lu})/u, (m) => `~${m[1]}`),
  rule(new RegExp(`(${monarchs}) ([IVX]+)(?!\\w|['’](?!s))`, "i"), (m, context) => {
    const text = m[2] ?? ""
    const value = roman(text)
    const name = m[1] ?? ""
    if (value === undefined || text !== text.toUpperCase() || !/^\p{Lu}/u.test(name)) return undefined
    if (/^(?:king|queen|pope|emperor|tsar|czar|prince|princess|duke|earl|sultan)$/i.test(name)) return undefined
    if (
      text === "I" &&
      /^\s+\p{Ll}/u.test(context.text.slice(context.end)) &&
      !/^\s+(?:of|was|is|and|became|reigned|ruled|in|died)\b/.test(context.text.slice(context.end))
    )
      return undefined
    return `${name}|the ${ordinal(String(value))}`
  }),
  rule(/([IVX]{2,}|[IVXLCM]{3,})(?![\w'’.]\w|\w)/, (m) => {
    const text = m[1] ?? ""
    const value = notRoman.test(text) ? undefined : roman(text)
    return value === undefined ? undefined : cardinal(String(value))
  }),
  rule(/([A-Za-z]{1,3})(\d{1,4})(?![\w-]|\.\d)/, (m, { known }) => {
    const head = m[1] ?? ""
    const text = m[2] ?? ""
    const number = text.length === 4 && text.endsWith("000") ? cardinal(text) : code(text)
    return `${head.length > 2 && known(head.toLowerCase()) && head !== head.toUpperCase() ? head : `~${head}`} ${number}`
  })
]
