import type { Phoneme } from "@parlando/pipeline"
import { isVowel, phonemeOf } from "./arpabet.ts"

/** The sounds of the International Phonetic Alphabet as the American sounds nearest to them. */
const sounds: Readonly<Record<string, string>> = {
  iː: "IY",
  i: "IY",
  ɪ: "IH",
  ɨ: "IH",
  eɪ: "EY",
  e: "EY",
  ɛ: "EH",
  ɛː: "EH",
  æ: "AE",
  a: "AA",
  aː: "AA",
  ɑ: "AA",
  ɑː: "AA",
  ɐ: "AH",
  ɒ: "AA",
  ɔ: "AO",
  ɔː: "AO",
  o: "OW",
  oː: "OW",
  oʊ: "OW",
  əʊ: "OW",
  u: "UW",
  uː: "UW",
  ʉ: "UW",
  ʊ: "UH",
  ʌ: "AH",
  ə: "AH",
  əɹ: "ER",
  ɚ: "ER",
  ɝ: "ER",
  ɝː: "ER",
  ɜ: "ER",
  ɜː: "ER",
  ɜːɹ: "ER",
  ɜɹ: "ER",
  aɪ: "AY",
  aʊ: "AW",
  ɔɪ: "OY",
  y: "UW",
  ø: "ER",
  œ: "ER",
  ɯ: "UW",
  ɤ: "AH",
  juː: "Y UW",
  p: "P",
  b: "B",
  t: "T",
  d: "D",
  k: "K",
  c: "K",
  q: "K",
  g: "G",
  ɡ: "G",
  ʔ: "",
  m: "M",
  n: "N",
  ŋ: "NG",
  ɲ: "N Y",
  f: "F",
  v: "V",
  β: "V",
  θ: "TH",
  ð: "DH",
  s: "S",
  z: "Z",
  ʃ: "SH",
  ɕ: "SH",
  ʂ: "SH",
  ʒ: "ZH",
  ʑ: "ZH",
  ʐ: "ZH",
  x: "K",
  χ: "K",
  ɣ: "G",
  ç: "HH",
  h: "HH",
  ɦ: "HH",
  ʁ: "R",
  tʃ: "CH",
  ʧ: "CH",
  tɕ: "CH",
  dʒ: "JH",
  ʤ: "JH",
  dʑ: "JH",
  ɹ: "R",
  r: "R",
  ɻ: "R",
  ɾ: "D",
  w: "W",
  ʍ: "W",
  j: "Y",
  l: "L",
  ɫ: "L",
  ɭ: "L",
  ʎ: "L Y"
}
const longest = 3

/**
 * Phonemes of an IPA transcription, or undefined when it has a sign that is not known. `ˈ` (or an apostrophe) before a
 * syllable marks primary stress, `ˌ` secondary; a transcription without marks has its stress on the first vowel.
 */
export const phonemesOfIpa = (text: string): ReadonlyArray<Phoneme> | undefined => {
  const signs = Array.from(text.normalize("NFC").replace(/\p{M}|[\s.ˑ‿|/[\]()ʰʷʲ]/gu, ""))
  const marked = signs.some((sign) => /['ˈˌ]/.test(sign))
  const phonemes: Array<Phoneme> = []
  let mark = marked ? "0" : "1"
  for (let at = 0; at < signs.length;) {
    const sign = signs[at] ?? ""
    if (/['ˈˌ]/.test(sign)) {
      mark = sign === "ˌ" ? "2" : "1"
      at++
      continue
    }
    let taken = Math.min(longest, signs.length - at)
    while (taken > 0 && sounds[signs.slice(at, at + taken).join("")] === undefined) taken--
    if (taken === 0) {
      if (!/[ː\d]/.test(sign)) return undefined
      at++
      continue
    }
    for (const symbol of (sounds[signs.slice(at, at + taken).join("")] ?? "").split(" ")) {
      const plain = phonemeOf(symbol)
      if (plain === undefined) continue
      if (!isVowel(plain)) phonemes.push(plain)
      else {
        phonemes.push(phonemeOf(symbol + mark) ?? plain)
        mark = "0"
      }
    }
    at += taken
  }
  return phonemes
}
