import type { Phoneme } from "@parlando/pipeline"
import type { Entry } from "./cmudict.ts"

const distance = (a: ReadonlyArray<string>, b: ReadonlyArray<string>): number => {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  a.forEach((x, i) => {
    const next = [i + 1]
    b.forEach((y, j) => next.push(Math.min(next[j]! + 1, row[j + 1]! + 1, row[j]! + (x === y ? 0 : 1))))
    row = next
  })
  return row[b.length]!
}

/** Error rates in percent, against whichever pronunciation of the dictionary is nearest. */
export interface LetterToSoundScores {
  readonly phonemeErrors: number
  readonly wordErrors: number
  readonly phonemeErrorsWithStress: number
}

/** Scores pronunciations written as in CMUdict. */
export const scoreLetterToSound = (
  entries: ReadonlyArray<Entry>,
  pronounce: (word: string) => ReadonlyArray<string>
): LetterToSoundScores => {
  const bare = (sounds: ReadonlyArray<string>) => sounds.map((sound) => sound.replace(/\d/, ""))
  let sounds = 0
  let errors = 0
  let wrong = 0
  let stressErrors = 0
  let stressSounds = 0
  for (const { word, pronunciations } of entries) {
    const said = pronounce(word)
    const nearest = (transform: (sounds: ReadonlyArray<string>) => ReadonlyArray<string>) =>
      pronunciations
        .map((reference) => [distance(transform(said), transform(reference)), reference.length] as const)
        .toSorted((a, b) => a[0] / a[1] - b[0] / b[1])[0]!
    const [plain, length] = nearest(bare)
    errors += plain
    sounds += length
    wrong += Number(plain > 0)
    const [stressed, stressedLength] = nearest((all) => all)
    stressErrors += stressed
    stressSounds += stressedLength
  }
  return {
    phonemeErrors: (100 * errors) / sounds,
    wordErrors: (100 * wrong) / entries.length,
    phonemeErrorsWithStress: (100 * stressErrors) / stressSounds
  }
}

/** Phonemes as CMUdict writes them. */
export const soundsOf = (phonemes: ReadonlyArray<Phoneme>): ReadonlyArray<string> =>
  phonemes.map(({ symbol, stress }) => symbol + (["", "0", "1", "2"][stress] ?? ""))
