import { createHash } from "node:crypto"
import { readFileSync } from "node:fs"
import { gunzipSync } from "node:zlib"

/** A sentence with a homograph in it and the label of its sense. */
export interface HomographExample {
  readonly word: string
  readonly label: string
  readonly sentence: string
  readonly start: number
}

/** Rows of a file of quoted fields between tabs. */
const rowsOf = (text: string): ReadonlyArray<ReadonlyArray<string>> =>
  text
    .trimEnd()
    .split("\n")
    .map((line) => line.split("\t").map((field) => field.replace(/^"(.*)"$/s, "$1").replaceAll('""', '"')))

const read = (path: string): string => {
  const bytes = readFileSync(path)
  return (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8")
}

/** Reads labelled sentences: word, label, sentence, start and end in code points. */
export const readHomographs = (path: string): ReadonlyArray<HomographExample> =>
  rowsOf(read(path))
    .filter(([word]) => word !== "homograph")
    .map(([word = "", label = "", sentence = "", start = "0"]) => ({
      word: word.toLowerCase(),
      label,
      sentence,
      start: Array.from(sentence).slice(0, Number(start)).join("").length
    }))

/** The pronunciations, in IPA, of labels. */
export const readHomographPronunciations = (path: string): ReadonlyMap<string, string> =>
  new Map(rowsOf(read(path)).map(([, label = "", , ipa = ""]) => [label, ipa]))

/** Whether a sentence belongs to the tenth that is never trained on. */
export const isHeldOutSentence = (sentence: string): boolean => createHash("sha1").update(sentence).digest()[0]! < 0x1a
