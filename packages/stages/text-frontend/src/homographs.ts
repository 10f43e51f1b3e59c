import type { Phoneme } from "@parlando/pipeline"
import { arpabetPhonemes } from "./arpabet.ts"

/** The first four bytes of a packed homograph model. */
export const homographsMagic = 0x31484c50

/** Weights are stored as signed bytes in steps of this size. */
export const weightStep = 1 / 24

/** Slots of the table of weights. */
export const weightSlots = 1 << 18

const functionWords = new Set(
  `the a an this that these those my your his her its our their some any no every each all both such what which whose who
   whom i you he she it we they me him us them himself herself themselves itself one
   of to in on at by for from with without into about over under between during through against as than after before
   since until upon within among toward towards per via up down out off away back
   and or but nor so yet because if while although though when where how why that
   is are was were am be been being do does did done has have had having will would can could shall should may might must
   not n't never also often always then there here now only just very too more most less quite rather still even
   first last other another new same own many much few several two three
   used began get got make made let`
    .trim()
    .split(/\s+/)
)

const endings = /(?:ed|ing|ly|tion|sion|ment|ness|ity|ous|ive|able|ible|al|ic|er|or|ist|ism|ful|less|es|s)$/

/** What kind of word a word is, as far as its look tells. */
const classOf = (word: string): string => {
  const lower = word.toLowerCase()
  if (functionWords.has(lower)) return lower
  if (/^\d/.test(word)) return "#"
  if (!/\p{L}/u.test(word)) return word.slice(0, 1)
  if (/^\p{Lu}/u.test(word)) return "^"
  return endings.exec(lower)?.[0] ?? "x"
}

const auxiliary =
  /^(?:to|will|would|can|could|shall|should|may|might|must|not|n't|didn't|don't|doesn't|cannot|can't|did|do|does|let)$/
const determiner = /^(?:the|a|an|this|that|these|those|my|your|his|her|its|our|their|some|any|no|every|each|of)$/
const have = /^(?:has|have|had|having|is|are|was|were|be|been|being|am|get|got)$/

/** Words and punctuation marks of a sentence. */
export const homographTokens = (text: string): ReadonlyArray<{ readonly text: string; readonly start: number }> =>
  Array.from(text.matchAll(/\p{L}[\p{L}\p{M}'’]*|\d[\d.,]*|[^\s\p{L}\d]/gu), (match) => ({
    text: match[0],
    start: match.index
  }))

/** What the model looks at around a word: features of its own context, and those that it shares with words of its kind. */
export const homographFeatures = (
  tokens: ReadonlyArray<string>,
  at: number
): { readonly shared: ReadonlyArray<string>; readonly own: ReadonlyArray<string> } => {
  const word = (offset: number) => tokens[at + offset] ?? (offset < 0 ? "<" : ">")
  const lower = (offset: number) => word(offset).toLowerCase()
  const kind = (offset: number) => classOf(word(offset))
  const suffix = (offset: number, length: number) => lower(offset).slice(-length)
  const shared = [
    "1",
    `a${lower(-1)}`,
    `b${lower(1)}`,
    `c${lower(-2)}`,
    `d${lower(2)}`,
    `e${kind(-1)}`,
    `f${kind(1)}`,
    `g${kind(-2)} ${kind(-1)}`,
    `h${kind(1)} ${kind(2)}`,
    `i${kind(-1)} ${kind(1)}`,
    `j${kind(-2)} ${kind(-1)} ${kind(1)}`,
    `k${kind(-1)} ${kind(1)} ${kind(2)}`,
    `l${suffix(-1, 2)}`,
    `m${suffix(1, 2)}`,
    `n${suffix(-1, 3)}`,
    `o${suffix(1, 3)}`,
    `p${suffix(-1, 2)} ${suffix(1, 2)}`,
    `q${/^\p{Lu}/u.test(word(0))}${at === 0}`,
    `r${kind(-3)} ${kind(-2)} ${kind(-1)}`,
    `s${kind(1)} ${kind(2)} ${kind(3)}`,
    `t${lower(-2)} ${lower(-1)}`,
    `u${lower(1)} ${lower(2)}`,
    `v${kind(-2)}`,
    `w${kind(2)}`
  ]
  let left = ""
  for (let offset = -1; offset >= -4; offset--) {
    const w = lower(offset)
    const found = auxiliary.test(w)
      ? "V"
      : determiner.test(w)
        ? "D"
        : have.test(w)
          ? "H"
          : /^[,;:.()"<]$/.test(w)
            ? "|"
            : ""
    if (found !== "") {
      left = `${found}${-offset}`
      break
    }
  }
  shared.push(`x${left}`, `y${left} ${kind(1)}`, `z${left} ${kind(-1)}`)
  const own = [...shared]
  for (let offset = -8; offset <= 8; offset++) {
    const w = lower(offset)
    if (offset === 0 || w.length < 3) continue
    own.push(`B${w}`)
    if (Math.abs(offset) <= 5 && w.endsWith("ed")) own.push("Bed")
    if (Math.abs(offset) <= 3) own.push(`C${offset < 0 ? "-" : "+"}${w}`)
  }
  return { shared, own }
}

/** The slot of a feature's weight for a label. */
export const weightSlot = (label: string, feature: string): number => {
  let hash = 0x811c9dc5
  for (let i = 0; i < label.length; i++) hash = Math.imul(hash ^ label.charCodeAt(i), 0x01000193)
  hash = Math.imul(hash ^ 0x7f, 0x01000193)
  for (let i = 0; i < feature.length; i++) hash = Math.imul(hash ^ feature.charCodeAt(i), 0x01000193)
  return ((hash ^ (hash >>> 15)) >>> 0) % weightSlots
}

/** One way to say a homograph. */
export interface HomographSense {
  /** The name of its own weights, such as `read_past`. */
  readonly id: string
  /** The name of the weights that it shares, such as `nou/vrb`. */
  readonly kind: string
  readonly phonemes: ReadonlyArray<Phoneme>
}

/** The score of a sense in a context, given the weights. */
export const senseScore = (
  weights: ArrayLike<number>,
  sense: Pick<HomographSense, "id" | "kind">,
  features: ReturnType<typeof homographFeatures>
): number => {
  let score = 0
  for (const feature of features.own) score += weights[weightSlot(sense.id, feature)] ?? 0
  for (const feature of features.shared) score += weights[weightSlot(sense.kind, feature)] ?? 0
  return score
}

/**
 * Chooses among the pronunciations of words that are spelled alike: logistic regression over hashed features of the words
 * around.
 *
 * Layout, little-endian: magic, count of senses and of weights as u32; the senses (word, id and kind, each its length and
 * ASCII; sounds: length and ids); the weights' slots as differences (u16, low bytes then high bytes), then their values.
 */
export class HomographModel {
  private readonly senses = new Map<string, Array<HomographSense>>()
  private readonly weights = new Int8Array(weightSlots)

  constructor(bytes: Uint8Array) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    if (bytes.length < 12 || view.getUint32(0, true) !== homographsMagic) throw new RangeError("not a homograph model")
    const senses = view.getUint32(4, true)
    const count = view.getUint32(8, true)
    let at = 12
    const text = () => {
      const length = bytes[at] ?? 0
      const found = String.fromCharCode(...bytes.subarray(at + 1, at + 1 + length))
      at += 1 + length
      return found
    }
    for (let i = 0; i < senses; i++) {
      const word = text()
      const id = text()
      const kind = text()
      const phonemes = Array.from(
        text(),
        (c) => arpabetPhonemes[c.charCodeAt(0)] ?? { symbol: "AH", stress: 1 as const }
      )
      this.senses.set(word, [...(this.senses.get(word) ?? []), { id, kind, phonemes }])
    }
    if (bytes.length !== at + 3 * count) throw new RangeError("the homograph model is cut short")
    let slot = 0
    for (let i = 0; i < count; i++) {
      slot += (bytes[at + i] ?? 0) | ((bytes[at + count + i] ?? 0) << 8)
      this.weights[slot] = view.getInt8(at + 2 * count + i)
    }
  }

  /** Whether a word in lower case has more than one pronunciation. */
  has(word: string): boolean {
    return this.senses.has(word)
  }

  /** The likeliest sense of the word at an index of its sentence's tokens. */
  choose(tokens: ReadonlyArray<string>, at: number): HomographSense | undefined {
    const senses = this.senses.get((tokens[at] ?? "").toLowerCase())
    if (senses === undefined) return undefined
    const features = homographFeatures(tokens, at)
    let best: HomographSense | undefined
    let bestScore = Number.NEGATIVE_INFINITY
    for (const sense of senses) {
      const score = senseScore(this.weights, sense, features)
      if (score > bestScore) {
        best = sense
        bestScore = score
      }
    }
    return best
  }
}
