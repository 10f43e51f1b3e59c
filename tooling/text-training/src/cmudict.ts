import { createHash } from "node:crypto"
import { dictionary } from "cmu-pronouncing-dictionary"

/** A word of CMUdict and its pronunciations, the first one first. */
export interface Entry {
  readonly word: string
  readonly pronunciations: ReadonlyArray<ReadonlyArray<string>>
}

/** Every entry that is a word and not the name of a sign, in order of code units. */
export const readCmudict = (): ReadonlyArray<Entry> => {
  const entries = new Map<string, Array<ReadonlyArray<string>>>()
  for (const [key, sounds] of Object.entries(dictionary)) {
    const word = key.replace(/\(\d+\)$/, "")
    if (!/^[a-z'][a-z'.-]*$/.test(word) || !/[a-z]/.test(word)) continue
    const pronunciation = sounds.split(" ").filter((sound) => /^[A-Z]+[012]?$/.test(sound))
    const list = entries.get(word)
    if (list === undefined) entries.set(word, [pronunciation])
    else list.push(pronunciation)
  }
  return Array.from(entries, ([word, pronunciations]) => ({ word, pronunciations })).toSorted((a, b) =>
    a.word < b.word ? -1 : 1
  )
}

/** Whether a word belongs to the tenth of CMUdict that is never trained on: its SHA-1 begins with a byte below 0x1a. */
export const isHeldOut = (word: string): boolean => createHash("sha1").update(word).digest()[0]! < 0x1a
