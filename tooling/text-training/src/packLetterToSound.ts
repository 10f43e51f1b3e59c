import { arpabetSymbols, letterToSoundMagic, logStep } from "@parlando/text-frontend/formats"
import type { Graphone } from "./alignment.ts"
import type { BackOffModel } from "./ngram.ts"

const byte = (log: number): number => Math.max(0, Math.min(255, Math.round(-log / logStep)))

/** Writes a model in the form that `LetterToSoundModel` reads: breadth first, streams of like values. */
export const packLetterToSound = (graphones: ReadonlyArray<Graphone>, model: BackOffModel): Uint8Array => {
  const { trie, logProbability, logBackOff, kept } = model
  const table: Array<number> = []
  for (const { letters, sounds } of graphones) {
    table.push(
      letters.length,
      ...Buffer.from(letters, "ascii"),
      sounds.length,
      ...sounds.map((sound) => arpabetSymbols.indexOf(sound))
    )
  }
  const children = new Map<number, Array<number>>()
  for (let node = 1; node < trie.size; node++) {
    if (kept[node] === 0) continue
    const list = children.get(trie.parent[node]!)
    if (list === undefined) children.set(trie.parent[node]!, [node])
    else list.push(node)
  }
  const counts: Array<number> = []
  const wide: Array<number> = []
  const low: Array<number> = []
  const high: Array<number> = []
  const probabilities: Array<number> = []
  const backOffs: Array<number> = []
  low.push(0)
  high.push(0)
  probabilities.push(0)
  const queue = [0]
  for (let at = 0; at < queue.length; at++) {
    const node = queue[at]!
    const list = (children.get(node) ?? []).toSorted((a, b) => trie.label[a]! - trie.label[b]!)
    if (list.length >= 255) wide.push(list.length & 255, list.length >> 8)
    counts.push(Math.min(list.length, 255))
    if (list.length > 0) backOffs.push(byte(logBackOff[node]!))
    let previous = 0
    for (const child of list) {
      const delta = trie.label[child]! - previous
      previous = trie.label[child]!
      low.push(delta & 255)
      high.push(delta >> 8)
      probabilities.push(byte(logProbability[child]!))
      queue.push(child)
    }
  }
  const head = Buffer.alloc(16)
  head.writeUInt32LE(letterToSoundMagic, 0)
  head.writeUInt32LE(graphones.length, 4)
  head.writeUInt32LE(queue.length, 8)
  head.writeUInt32LE(wide.length / 2, 12)
  return Buffer.concat([
    head,
    ...[table, counts, wide, low, high, probabilities, backOffs].map((stream) => Buffer.from(stream))
  ])
}
