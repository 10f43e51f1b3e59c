import type { Phoneme } from "@parlando/pipeline"
import { phonemesOf } from "./arpabet.ts"
import { inflected, withS } from "./inflection.ts"
import type { Lexicon } from "./lexicon.ts"
import { plainSpelling } from "./spelling.ts"
import type { CompiledLexicon, UserPronunciation } from "./userLexicon.ts"

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

/** A letter-to-sound model: letters a to z and the apostrophe in, phonemes out. */
export type LetterToSound = (word: string) => ReadonlyArray<Phoneme>

/** Turns words into phonemes: the user's lexicon, the language's, rules for endings and compounds, then letter-to-sound. */
export class Pronouncer {
  private readonly lexicon: Lexicon
  private readonly letterToSound: LetterToSound
  private readonly user: CompiledLexicon

  constructor(lexicon: Lexicon, letterToSound: LetterToSound, user: CompiledLexicon = new Map()) {
    this.lexicon = lexicon
    this.letterToSound = letterToSound
    this.user = user
  }

  /** Whether a word in lower case is in a lexicon. */
  readonly known = (word: string): boolean => this.user.has(word) || this.lexicon.get(word) !== undefined

  /** Whether the user says how a word is pronounced. */
  prescribes(text: string): boolean {
    return this.own(text) !== undefined
  }

  /** The sounds of a word, or none when nothing in it can be spoken. */
  word(text: string): ReadonlyArray<Phoneme> {
    const own = this.own(text)
    if (own !== undefined) return this.soundsOf(own)
    const word = plainSpelling(text)
    if (word === "" || !/[a-z]/.test(word)) return []
    return (
      this.lexicon.get(word) ??
      this.derived(word) ??
      this.compound(word) ??
      this.letterToSound(word.replaceAll("'", ""))
    )
  }

  private own(text: string): UserPronunciation | undefined {
    if (this.user.size === 0) return undefined
    return this.user.get(text) ?? this.user.get(text.toLowerCase())
  }

  private soundsOf(own: UserPronunciation): ReadonlyArray<Phoneme> {
    if ("phonemes" in own) return own.phonemes
    return own.alias.split(/\s+/).flatMap((word) => {
      const plain = plainSpelling(word)
      if (plain === "") return []
      return this.lexicon.get(plain) ?? inflected(plain, (base) => this.lexicon.get(base)) ?? this.letterToSound(plain)
    })
  }

  /** The sounds of a word's letters, one by one. */
  letters(text: string): ReadonlyArray<Phoneme> {
    const own = this.own(text)
    if (own !== undefined) return this.soundsOf(own)
    const plural = /^[A-Z]+['’]?s$/.test(text)
    const letters = Array.from(plainSpelling(plural ? text.replace(/['’]?s$/, "") : text))
    const said = letters.flatMap((letter) => letterNames[letter] ?? [])
    return plural ? withS(said) : said
  }

  /** The sounds of a word that is a known word with an ending or an apostrophe. */
  private derived(word: string): ReadonlyArray<Phoneme> | undefined {
    if (word.endsWith("'s")) return withS(this.word(word.slice(0, -2)))
    if (word.endsWith("in'")) {
      const participle = this.lexicon.get(`${word.slice(0, -1)}g`)
      if (participle !== undefined) return participle
    }
    if (word.endsWith("'")) return this.word(word.slice(0, -1))
    if (word.startsWith("'")) return this.word(word.slice(1))
    return inflected(word, (base) => this.lexicon.get(base))
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
