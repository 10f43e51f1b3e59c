import { arpabetSymbols, lexiconBlock, lexiconMagic } from "@parlando/text-frontend/formats"
import type { Entry } from "./cmudict.ts"

/** Packs the first pronunciation of every entry; the entries must be in order of code units. */
export const packLexicon = (entries: ReadonlyArray<Entry>): Uint8Array => {
  const index = new Map(arpabetSymbols.map((symbol, i) => [symbol, i]))
  const sizes: Array<number> = []
  const words: Array<number> = []
  const sounds: Array<number> = []
  for (let start = 0; start < entries.length; start += lexiconBlock) {
    const wordsBefore = words.length
    const soundsBefore = sounds.length
    let previous = ""
    for (const { word, pronunciations } of entries.slice(start, start + lexiconBlock)) {
      let shared = 0
      while (shared < previous.length && previous[shared] === word[shared]) shared++
      words.push(shared, word.length - shared, ...Buffer.from(word.slice(shared), "ascii"))
      const ids = (pronunciations[0] ?? []).map((sound) => {
        const id = index.get(sound)
        if (id === undefined) throw new Error(`${word}: unknown sound ${sound}`)
        return id
      })
      sounds.push(ids.length, ...ids)
      previous = word
    }
    sizes.push(words.length - wordsBefore, sounds.length - soundsBefore)
  }
  const head = Buffer.alloc(12 + 2 * sizes.length)
  head.writeUInt32LE(lexiconMagic, 0)
  head.writeUInt32LE(entries.length, 4)
  head.writeUInt32LE(words.length, 8)
  sizes.forEach((size, i) => head.writeUInt16LE(size, 12 + 2 * i))
  return Buffer.concat([head, Buffer.from(words), Buffer.from(sounds)])
}
