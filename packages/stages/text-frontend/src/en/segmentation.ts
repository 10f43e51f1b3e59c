import type { AbbreviationKind, SegmentationRules } from "../Language.ts"

const set = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/).filter((word) => word !== ""))

const titles = set(`
  mr mrs ms mx dr prof rev fr sr. hon gov sen rep pres gen col maj capt cpt lt sgt cpl pvt adm cmdr cdr supt insp det
  st ste mt ft messrs mmes mlle mme mgr msgr atty asst assoc sec treas amb brig cpo ens
`)
/** Titles that are also words of addresses, which may end a sentence. */
const streets = set("st dr ft")
const numbered = set(`
  no nos n° nº no° № p pp vol vols fig figs eq eqs ch chap pt pts art arts sec sect n nr par para ex exs tab app v vv l ll
  jan feb mar apr jun jul aug sep sept oct nov dec
`)
const inner = set("vs v.s e.g i.e eg ie f.e cf viz approx ca al. et incl esp resp n.b q.v p.s pp.s")
const any = set(`
  inc corp co cos ltd llc plc bros jr sr esq etc al ave blvd rd ln ct pl sq hwy pkwy expy ter cir bldg apt ste dept univ
  est min mins hr hrs sec secs yr yrs mo mos wk wks oz lb lbs ft in yd yds mi km cm mm kg gal qt pt tbsp tsp max misc ext
  tel ph mon tue tues wed thu thur thurs fri sat sun assn ed eds trans transl repr rev ver btw adj adv govt intl natl
  ala ariz ark calif colo conn del fla ga ill ind kan kans ky la mass md mich minn miss mont neb nebr nev okla ore oreg pa
  penn tenn tex va vt wash wis wisc wyo
`)

const letters = /^(?:\p{L}\.)+\p{L}?$/u
const degree = /^(?:ph\.d|m\.sc|b\.sc|ed\.d|d\.phil|m\.phil|ll\.[bmd])$/u

/** Abbreviations that are ordinary words when they are written small and no number stands before them. */
const common = set(
  "in sat sun ill pa la miss mass wash ore max min wed ed ind tex ark mo mon est ave ext fr hon gen rep pres col sec ms tel ms ver rev sen det mt ste adj tab"
)

const abbreviation = (word: string, afterNumber: boolean): AbbreviationKind | undefined => {
  const lower = word.toLowerCase()
  if (/^[ap](?:\.m|m)$/.test(lower)) return lower === "am" && !afterNumber ? undefined : "time"
  if (word === lower && !afterNumber && common.has(lower)) return undefined
  if (inner.has(lower)) return "inner"
  if (/^\p{Lu}$/u.test(word)) return "initial"
  if (letters.test(word) || degree.test(lower)) return "letters"
  if (numbered.has(lower)) return "number"
  if (titles.has(lower)) return streets.has(lower) ? "street" : "title"
  if (any.has(lower)) return "any"
  return undefined
}

const starters = set(`
  i i'm i've i'll i'd he he's he'll he'd she she's she'll she'd it it's it'll its we we're we've we'll you you're you've you'll
  they they're they've they'll this that that's these those there there's here here's the a an my your his her our their
  what what's when where where's who who's whom whose why how how's which while
  and but or nor so yet because although though if unless until since as after before once
  in on at by for from with without to of into about over under between during despite among through
  is are was were am be do does did don't doesn't didn't has have had can could can't will would won't should may might must
  let let's please yes no not never now then today yesterday tomorrow soon later finally however therefore moreover
  meanwhile also still thus hence instead otherwise perhaps maybe indeed
  some any all both each every many most much more few several other another such one two three four five
  just only even ever nobody nothing everyone everything someone something anyone anything
  hello hi hey thanks thank sorry okay ok well oh
`)

const zones = set(`
  est edt cst cdt mst mdt pst pdt et ct mt pt utc gmt bst cet cest ist jst aest
  monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september
  october november december eastern central mountain pacific
`)

const strong = set(
  "and but or nor so yet because although though if unless until while whereas which who whom whose when where since"
)
const medium = set(`
  in on at by for from with without to into about over under between during despite among through against across after
  before behind beyond around along near upon toward towards within as than
`)
const weak = set(
  "the a an these those my your his our their i he she we they is are was were has have had will would can could"
)

const clinging = set(`
  the a an that this these those my your his her its our their some any no every each both all such
  of to in on at by for from with without into about over under between during among through against as than like
  and or but nor so if because that which who when where while not very too quite more most
  i he she we they it you is are was were am be been being do does did has have had having will would can could shall should may
  might must don't doesn't didn't isn't aren't wasn't weren't can't couldn't won't wouldn't shouldn't
  i'm i've i'll i'd he's she's it's that's there's here's we're we've we'll you're you've you'll they're they've they'll let's
  mr mrs ms dr prof st mt
`)

/** Where English sentences end and where an English reader breathes. */
export const englishSegmentation: SegmentationRules = {
  abbreviation,
  startsSentence: (word) => starters.has(word),
  continuesTime: (word) => zones.has(word),
  breathBefore: (word) => (strong.has(word) ? 3 : medium.has(word) ? 2 : weak.has(word) ? 1 : 0),
  clings: (word) => clinging.has(word)
}
