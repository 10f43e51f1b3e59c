import type { Phoneme, Stress } from "@parlando/pipeline"

const vowels = ["AA", "AE", "AH", "AO", "AW", "AY", "EH", "ER", "EY", "IH", "IY", "OW", "OY", "UH", "UW"]
const consonants = [
  "B",
  "CH",
  "D",
  "DH",
  "F",
  "G",
  "HH",
  "JH",
  "K",
  "L",
  "M",
  "N",
  "NG",
  "P",
  "R",
  "S",
  "SH",
  "T",
  "TH",
  "V",
  "W",
  "Y",
  "Z",
  "ZH"
]

/** CMUdict writes 0 for unstressed, 1 for primary and 2 for secondary. */
const stressOfDigit: Readonly<Record<string, Stress>> = { "0": 1, "1": 2, "2": 3 }

/** Every sound of the alphabet as CMUdict writes it, `AH0` or `SH`, in the order of the binary files. */
export const arpabetSymbols: ReadonlyArray<string> = [
  ...vowels.flatMap((vowel) => [`${vowel}0`, `${vowel}1`, `${vowel}2`]),
  ...consonants
]

/** The sounds in the same order, as phonemes. */
export const arpabetPhonemes: ReadonlyArray<Phoneme> = arpabetSymbols.map((symbol) => {
  const stress = stressOfDigit[symbol.at(-1) ?? ""]
  return stress === undefined ? { symbol, stress: 0 } : { symbol: symbol.slice(0, -1), stress }
})

const bySymbol = new Map(
  arpabetSymbols.map((symbol, i) => [symbol, arpabetPhonemes[i] ?? { symbol, stress: 0 as const }])
)

/** The phoneme of a symbol with or without its stress digit; a vowel without one is unstressed. */
export const phonemeOf = (symbol: string): Phoneme | undefined => bySymbol.get(symbol) ?? bySymbol.get(`${symbol}0`)

/** Phonemes written as in CMUdict, `HH AH0 L OW1`; symbols that are not of the alphabet are left out. */
export const phonemesOf = (text: string): ReadonlyArray<Phoneme> =>
  text
    .split(/\s+/)
    .map(phonemeOf)
    .filter((phoneme) => phoneme !== undefined)

export const isVowel = (phoneme: Phoneme): boolean => phoneme.stress !== 0

/** Phonemes as CMUdict writes them: `HH AH0 L OW1`. */
export const arpabetOf = (phonemes: ReadonlyArray<Phoneme>): string =>
  phonemes.map(({ symbol, stress }) => symbol + (["", "0", "1", "2"][stress] ?? "")).join(" ")
