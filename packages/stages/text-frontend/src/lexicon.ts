import type { Phoneme } from "@parlando/pipeline"
import { arpabetPhonemes } from "./arpabet.ts"
import { Memory } from "./Memory.ts"

/** Words to a block; within a block a word is written as what it does not share with the word before it. */
export const lexiconBlock = 16

/** The first four bytes of a packed lexicon. */
export const lexiconMagic = 0x31584c50

/**
 * A packed pronunciation lexicon, read in place.
 *
 * Layout, little-endian: magic, count of words and size of the words section as u32; for every block the size of its words
 * and of its pronunciations as u16; the words section (shared prefix, length of the rest, the rest in ASCII); the
 * pronunciations section (length, then one byte a phoneme). Words are in order of their code units.
 */
export class Lexicon {
  readonly size: number
  private readonly bytes: Uint8Array
  private readonly wordOffsets: Uint32Array
  private readonly soundOffsets: Uint32Array
  private readonly firstWords: ReadonlyArray<string>
  private readonly memory = new Memory<ReadonlyArray<Phoneme> | null>(8192)

  constructor(bytes: Uint8Array) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    if (bytes.length < 12 || view.getUint32(0, true) !== lexiconMagic) throw new RangeError("not a packed lexicon")
    this.bytes = bytes
    this.size = view.getUint32(4, true)
    const wordBytes = view.getUint32(8, true)
    const blocks = Math.ceil(this.size / lexiconBlock)
    this.wordOffsets = new Uint32Array(blocks + 1)
    this.soundOffsets = new Uint32Array(blocks + 1)
    const wordsAt = 12 + 4 * blocks
    this.wordOffsets[0] = wordsAt
    this.soundOffsets[0] = wordsAt + wordBytes
    for (let block = 0; block < blocks; block++) {
      this.wordOffsets[block + 1] = (this.wordOffsets[block] ?? 0) + view.getUint16(12 + 4 * block, true)
      this.soundOffsets[block + 1] = (this.soundOffsets[block] ?? 0) + view.getUint16(14 + 4 * block, true)
    }
    if ((this.soundOffsets[blocks] ?? 0) !== bytes.length) throw new RangeError("the packed lexicon is cut short")
    this.firstWords = Array.from({ length: blocks }, (_, block) => {
      const at = this.wordOffsets[block] ?? 0
      return this.ascii(at + 2, bytes[at + 1] ?? 0)
    })
  }

  /** The pronunciation of a word in lower case, or undefined. */
  get(word: string): ReadonlyArray<Phoneme> | undefined {
    return this.memory.get(word, this.findOrNull) ?? undefined
  }

  private readonly findOrNull = (word: string) => this.find(word) ?? null

  private ascii(at: number, length: number): string {
    return String.fromCharCode(...this.bytes.subarray(at, at + length))
  }

  private find(word: string): ReadonlyArray<Phoneme> | undefined {
    let low = 0
    let high = this.firstWords.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((this.firstWords[middle] ?? "") <= word) low = middle
      else high = middle - 1
    }
    let at = this.wordOffsets[low] ?? 0
    const end = this.wordOffsets[low + 1] ?? 0
    let current = ""
    for (let entry = 0; at < end; entry++) {
      const rest = this.bytes[at + 1] ?? 0
      current = current.slice(0, this.bytes[at] ?? 0) + this.ascii(at + 2, rest)
      if (current === word) return this.sounds(low, entry)
      if (current > word) return undefined
      at += 2 + rest
    }
    return undefined
  }

  private sounds(block: number, entry: number): ReadonlyArray<Phoneme> {
    let at = this.soundOffsets[block] ?? 0
    for (let i = 0; i < entry; i++) at += 1 + (this.bytes[at] ?? 0)
    const phonemes: Array<Phoneme> = []
    for (let i = 1; i <= (this.bytes[at] ?? 0); i++) {
      const phoneme = arpabetPhonemes[this.bytes[at + i] ?? 0]
      if (phoneme !== undefined) phonemes.push(phoneme)
    }
    return phonemes
  }
}
