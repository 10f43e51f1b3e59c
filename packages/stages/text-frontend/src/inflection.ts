import type { Phoneme } from "@parlando/pipeline"
import { phonemesOf } from "./arpabet.ts"

type Sounds = ReadonlyArray<Phoneme>

const voiceless = new Set(["P", "T", "K", "F", "TH", "CH", "SH", "S"])
const sibilant = new Set(["S", "Z", "SH", "ZH", "CH", "JH"])

const s = phonemesOf("S")
const z = phonemesOf("Z")
const iz = phonemesOf("IH0 Z")
const t = phonemesOf("T")
const d = phonemesOf("D")
const id = phonemesOf("IH0 D")
const ing = phonemesOf("IH0 NG")
const ly = phonemesOf("L IY0")

const lastOf = (base: Sounds): string => base.at(-1)?.symbol ?? ""

/** The sounds of a plural or a possessive. */
export const withS = (base: Sounds): Sounds => {
  const last = lastOf(base)
  return [...base, ...(sibilant.has(last) ? iz : voiceless.has(last) ? s : z)]
}

/** The sounds of a past tense. */
const withD = (base: Sounds): Sounds => {
  const last = lastOf(base)
  return [...base, ...(last === "T" || last === "D" ? id : voiceless.has(last) ? t : d)]
}

/** The sounds of an adverb. */
const withLy = (base: Sounds): Sounds => [...base, ...(lastOf(base) === "L" ? ly.slice(1) : ly)]

/** Shortest base, in sounds, that an ending may be taken from, so that `bed` is not `b` in the past. */
const minBase = 3

/**
 * The sounds of a plural, a past tense, a participle or an adverb whose base `find` knows, or undefined. Words are in small
 * letters.
 */
export const inflected = (word: string, find: (base: string) => Sounds | undefined): Sounds | undefined => {
  const base = (ending: string, ...replacements: ReadonlyArray<string>): Sounds | undefined => {
    if (!word.endsWith(ending)) return undefined
    const stem = word.slice(0, -ending.length)
    const undoubled = stem.length > 2 && stem.at(-1) === stem.at(-2) && ending !== "s" ? [stem.slice(0, -1)] : []
    for (const candidate of [...replacements.map((replacement) => stem + replacement), ...undoubled]) {
      const found = candidate.length > 1 ? find(candidate) : undefined
      if (found !== undefined && found.length >= minBase) return found
    }
    return undefined
  }
  const plural = base("ies", "y") ?? (word.endsWith("ss") ? undefined : (base("s", "") ?? base("es", "")))
  if (plural !== undefined) return withS(plural)
  const past = base("ied", "y") ?? base("ed", "", "e")
  if (past !== undefined) return withD(past)
  const participle = base("ing", "", "e")
  if (participle !== undefined) return [...participle, ...ing]
  const adverb = base("ly", "")
  return adverb === undefined ? undefined : withLy(adverb)
}
