import type { Phoneme } from "@parlando/pipeline"
import { phonemesOf } from "./arpabet.ts"
import type { Lexicon } from "./lexicon.ts"

/** Sounds of the letters' names. */
const letterNames: Readonly<Record<string, ReadonlyArray<Phoneme>>> = Object.fromEntries(
  Object.entries({
    a: "EY1",
    b: "B IY1",
    c: "S IY1",
    d: "D IY1",
    e: "IY1",
    f: "EH1 F",
    g: "JH IY1",
    h: "EY1 CH",
    i: "AY1",
    j: "JH EY1",
    k: "K EY1",
    l: "EH1 L",
    m: "EH1 M",
    n: "EH1 N",
    o: "OW1",
    p: "P IY1",
    q: "K Y UW1",
    r: "AA1 R",
    s: "EH1 S",
    t: "T IY1",
    u: "Y UW1",
    v: "V IY1",
    w: "D AH1 B AH0 L Y UW0",
    x: "EH1 K S",
    y: "W AY1",
    z: "Z IY1"
  }).map(([letter, sounds]) => [letter, phonemesOf(sounds)])
)

const voiceless = new Set(["P", "T", "K", "F", "TH"])
const sibilant = new Set(["S", "Z", "SH", "ZH", "CH", "JH"])

const sounds = (text: string) => phonemesOf(text)
const endings = {
  s: sounds("S"),
  z: sounds("Z"),
  iz: sounds("IH0 Z"),
  t: sounds("T"),
  d: sounds("D"),
  id: sounds("IH0 D"),
  ing: sounds("IH0 NG"),
  er: sounds("ER0"),
  ly: sounds("L IY0")
}

/** The sounds of a plural or a possessive. */
const withS = (base: ReadonlyArray<Phoneme>): ReadonlyArray<Phoneme> => {
  const last = base.at(-1)?.symbol ?? ""
  return [...base, ...(sibilant.has(last) ? endings.iz : voiceless.has(last) ? endings.s : endings.z)]
}

const withD = (base: ReadonlyArray<Phoneme>): ReadonlyArray<Phoneme> => {
  const last = base.at(-1)?.symbol ?? ""
  return [
    ...base,
    ...(last === "T" || last === "D"
      ? endings.id
      : voiceless.has(last) || (sibilant.has(last) && last !== "Z" && last !== "JH" && last !== "ZH")
        ? endings.t
        : endings.d)
  ]
}

/** A letter-to-sound model: letters a to z and the apostrophe in, phonemes out. */
export type LetterToSound = (word: string) => ReadonlyArray<Phoneme>

/** Letters of other alphabets and with marks as the plain letters nearest to them. */
const plainLetters: Readonly<Record<string, string>> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  đ: "d",
  ð: "th",
  þ: "th",
  ł: "l",
  ı: "i",
  ħ: "h",
  ŋ: "ng",
  ʼ: "'",
  "’": "'"
}

export const plainSpelling = (word: string): string => {
  const lower = word.toLowerCase()
  if (/^[a-z']*$/.test(lower)) return lower
  return Array.from(lower.normalize("NFD").slice(0, 400), (c) => plainLetters[c] ?? (/[a-z']/.test(c) ? c : "")).join(
    ""
  )
}

/** Turns words into phonemes: the user's lexicon, the language's, rules for endings and compounds, then letter-to-sound. */
export class Pronouncer {
  private readonly lexicon: Lexicon
  private readonly letterToSound: LetterToSound
  private readonly user: ReadonlyMap<string, ReadonlyArray<Phoneme>>

  constructor(
    lexicon: Lexicon,
    letterToSound: LetterToSound,
    user: ReadonlyMap<string, ReadonlyArray<Phoneme>> = new Map()
  ) {
    this.lexicon = lexicon
    this.letterToSound = letterToSound
    this.user = user
  }

  /** Whether a word in lower case is in a lexicon. */
  readonly known = (word: string): boolean => this.user.has(word) || this.lexicon.get(word) !== undefined

  /** Whether the user says how a word is pronounced. */
  prescribes(text: string): boolean {
    return this.user.has(text) || this.user.has(text.toLowerCase())
  }

  /** The sounds of a word, or none when nothing in it can be spoken. */
  word(text: string): ReadonlyArray<Phoneme> {
    const own = this.user.get(text) ?? this.user.get(text.toLowerCase())
    if (own !== undefined) return own
    const word = plainSpelling(text)
    if (word === "" || !/[a-z]/.test(word)) return []
    return (
      this.lexicon.get(word) ??
      this.derived(word) ??
      this.compound(word) ??
      this.letterToSound(word.replaceAll("'", ""))
    )
  }

  /** The sounds of a word's letters, one by one. */
  letters(text: string): ReadonlyArray<Phoneme> {
    const own = this.user.get(text)
    if (own !== undefined) return own
    const plural = /^[A-Z]+['’]?s$/.test(text)
    const letters = Array.from(plainSpelling(plural ? text.replace(/['’]?s$/, "") : text))
    const said = letters.flatMap((letter) => letterNames[letter] ?? [])
    return plural ? withS(said) : said
  }

  private derived(word: string): ReadonlyArray<Phoneme> | undefined {
    const get = (base: string) => (base.length > 1 ? this.lexicon.get(base) : undefined)
    if (word.endsWith("'s")) {
      const stem = word.slice(0, -2)
      return withS(get(stem) ?? this.word(stem))
    }
    if (word.endsWith("s'")) return this.word(word.slice(0, -1))
    if (word.endsWith("'")) return this.word(word.slice(0, -1))
    if (word.startsWith("'")) return this.word(word.slice(1))
    if (word.endsWith("in'")) return get(`${word.slice(0, -1)}g`)
    if (word.endsWith("ies")) {
      const base = get(`${word.slice(0, -3)}y`)
      if (base !== undefined) return withS(base)
    }
    if (word.endsWith("s") && !word.endsWith("ss")) {
      const base = get(word.slice(0, -1)) ?? (word.endsWith("es") ? get(word.slice(0, -2)) : undefined)
      if (base !== undefined) return withS(base)
    }
    if (word.endsWith("ed")) {
      const base = get(word.slice(0, -2)) ?? get(word.slice(0, -1)) ?? undoubled(word, 2, get)
      if (base !== undefined && base.length > 2) return withD(base)
    }
    if (word.endsWith("ing")) {
      const base = get(word.slice(0, -3)) ?? get(`${word.slice(0, -3)}e`) ?? undoubled(word, 3, get)
      if (base !== undefined && base.length > 2) return [...base, ...endings.ing]
    }
    if (word.endsWith("ly")) {
      const base = get(word.slice(0, -2))
      if (base !== undefined && base.length > 2)
        return base.at(-1)?.symbol === "L" ? [...base, ...sounds("IY0")] : [...base, ...endings.ly]
    }
    return undefined
  }

  /** Two known words of four letters or more in one. */
  private compound(word: string): ReadonlyArray<Phoneme> | undefined {
    if (word.length < 8 || word.length > 40) return undefined
    for (let at = word.length - 4; at >= 4; at--) {
      const first = this.lexicon.get(word.slice(0, at))
      if (first === undefined) continue
      const second = this.lexicon.get(word.slice(at))
      if (second === undefined) continue
      return [
        ...first,
        ...second.map((phoneme) => (phoneme.stress === 2 ? { ...phoneme, stress: 3 as const } : phoneme))
      ]
    }
    return undefined
  }
}

const undoubled = (word: string, ending: number, get: (base: string) => ReadonlyArray<Phoneme> | undefined) => {
  const stem = word.slice(0, -ending)
  return stem.length > 2 && stem.at(-1) === stem.at(-2) ? get(stem.slice(0, -1)) : undefined
}
