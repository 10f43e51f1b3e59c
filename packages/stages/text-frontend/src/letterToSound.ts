import type { Phoneme } from "@parlando/pipeline"
import { arpabetPhonemes } from "./arpabet.ts"

/** The first four bytes of a packed letter-to-sound model. */
export const letterToSoundMagic = 0x31474c50

/** Natural logarithms are stored as bytes, in steps of this size. */
export const logStep = 1 / 9

/** Longest word that is read at once; a longer one is read in parts of this size. */
const maxLetters = 48
const beamWidth = 32
/** Hypotheses that cost more than the best by more than this are dropped; costs are in steps of a logarithm. */
const beamDepth = 9 / logStep
/** What it costs a pronunciation to have no primary stress. */
const unstressedCost = 6 / logStep
/** More than any word can cost. */
const unreachable = 1 << 30

interface Graphone {
  readonly sounds: ReadonlyArray<Phoneme>
  readonly primary: boolean
}

interface Hypothesis {
  readonly cost: number
  readonly state: number
  readonly graphone: Graphone | undefined
  readonly previous: Hypothesis | undefined
  readonly stressed: boolean
}

/**
 * A joint n-gram model of graphones (a letter or two with the sounds they stand for), read from its packed form.
 *
 * The n-grams are a trie in breadth-first order. Streams, little-endian: magic, count of graphones and of nodes as u32; the
 * graphones in order of their letters (letters: length and ASCII; sounds: length and ids); counts of children, one byte a node, 255 announcing a u16
 * in a stream of its own; labels as differences between siblings, low bytes then high bytes; probabilities; back-off weights of nodes with
 * children. Source of the method: Bisani and Ney 2008; of the smoothing: Chen and Goodman 1999.
 */
export class LetterToSoundModel {
  private readonly graphones: ReadonlyArray<Graphone>
  /** The ids of the graphones of some letters: the first one, and the one after the last. */
  private readonly byLetters = new Map<string, { readonly first: number; end: number }>()
  private readonly firstChild: Uint32Array
  private readonly labels: Uint16Array
  private readonly probability: Uint8Array
  private readonly backOff: Uint8Array
  private readonly suffix: Int32Array
  private readonly parent: Uint32Array
  /** Letters of the longest graphone. */
  private readonly longest: number
  private readonly startState: number
  private readonly unigrams: Int32Array
  /** When a graphone was last met, in expansions of hypotheses. */
  private readonly seen: Uint32Array
  private expansion = 0

  constructor(bytes: Uint8Array) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    if (bytes.length < 16 || view.getUint32(0, true) !== letterToSoundMagic)
      throw new RangeError("not a letter-to-sound model")
    const count = view.getUint32(4, true)
    const nodes = view.getUint32(8, true)
    const wide = view.getUint32(12, true)
    let at = 16
    this.graphones = Array.from({ length: count }, (_, id) => {
      const letterCount = bytes[at++] ?? 0
      const letters = String.fromCharCode(...bytes.subarray(at, at + letterCount))
      at += letterCount
      const soundCount = bytes[at++] ?? 0
      const sounds = Array.from(
        bytes.subarray(at, at + soundCount),
        (sound) => arpabetPhonemes[sound] ?? { symbol: "AH", stress: 1 as const }
      )
      at += soundCount
      const range = this.byLetters.get(letters)
      if (range === undefined) this.byLetters.set(letters, { first: id, end: id + 1 })
      else range.end = id + 1
      return { sounds, primary: sounds.some((sound) => sound.stress === 2) }
    })
    this.longest = Math.max(0, ...Array.from(this.byLetters.keys(), (letters) => letters.length))
    if (bytes.length < at + 4 * nodes + 2 * wide) throw new RangeError("the letter-to-sound model is cut short")
    const counts = bytes.subarray(at, at + nodes)
    at += nodes
    const wideAt = at
    at += 2 * wide
    this.firstChild = new Uint32Array(nodes + 1)
    this.parent = new Uint32Array(nodes)
    let child = 1
    let wideIndex = 0
    for (let node = 0; node < nodes; node++) {
      this.firstChild[node] = child
      let count = counts[node] ?? 0
      if (count === 255) count = view.getUint16(wideAt + 2 * wideIndex++, true)
      this.parent.fill(node, child, child + count)
      child += count
    }
    this.firstChild[nodes] = child
    if (child !== nodes) throw new RangeError("the letter-to-sound model is damaged")
    this.labels = new Uint16Array(nodes)
    for (let node = 1; node < nodes; node++) {
      const delta = (bytes[at + node] ?? 0) | ((bytes[at + nodes + node] ?? 0) << 8)
      this.labels[node] =
        delta + (this.parent[node] === this.parent[node - 1] && node > 1 ? (this.labels[node - 1] ?? 0) : 0)
    }
    at += 2 * nodes
    this.probability = bytes.subarray(at, at + nodes)
    at += nodes
    this.backOff = new Uint8Array(nodes)
    for (let node = 0; node < nodes; node++) {
      if (this.firstChild[node] !== this.firstChild[node + 1]) this.backOff[node] = bytes[at++] ?? 0
    }
    this.suffix = new Int32Array(nodes).fill(-1)
    this.suffix[0] = 0
    this.unigrams = new Int32Array(count + 2).fill(-1)
    for (let node = this.firstChild[0] ?? 0; node < (this.firstChild[1] ?? 0); node++) {
      this.unigrams[this.labels[node] ?? 0] = node
      this.suffix[node] = 0
    }
    this.seen = new Uint32Array(count + 2)
    this.startState = this.context(this.unigrams[count] ?? 0)
  }

  /** The pronunciation of letters a to z and apostrophes. */
  readonly pronounce = (word: string): ReadonlyArray<Phoneme> => {
    const sounds: Array<Phoneme> = []
    for (let at = 0; at < word.length; at += maxLetters) sounds.push(...this.decode(word.slice(at, at + maxLetters)))
    return sounds
  }

  private decode(word: string): ReadonlyArray<Phoneme> {
    const beams: Array<Array<Hypothesis>> = Array.from({ length: word.length + 1 }, () => [])
    beams[0] = [{ cost: 0, state: this.startState, graphone: undefined, previous: undefined, stressed: false }]
    const best = new Int32Array(word.length + 1).fill(unreachable - beamDepth)
    for (let at = 0; at < word.length; at++) {
      const beam = prune(beams[at] ?? [], best[at] ?? 0)
      for (let length = 1; length <= this.longest && at + length <= word.length; length++) {
        const range = this.byLetters.get(word.slice(at, at + length))
        const target = beams[at + length]
        if (range === undefined || target === undefined) continue
        for (const previous of beam) {
          best[at + length] = this.expand(previous, range.first, range.end, target, best[at + length] ?? 0)
        }
      }
    }
    let winner: Hypothesis | undefined
    let leastCost = unreachable
    for (const hypothesis of prune(beams[word.length] ?? [], best[word.length] ?? 0)) {
      const cost = this.endCost(hypothesis)
      if (cost < leastCost) {
        leastCost = cost
        winner = hypothesis
      }
    }
    const sounds: Array<ReadonlyArray<Phoneme>> = []
    for (let at = winner; at?.graphone !== undefined; at = at.previous) sounds.push(at.graphone.sounds)
    return sounds.reverse().flat()
  }

  /**
   * Adds to a beam what follows a hypothesis with one of some graphones, unless it costs too much, and returns the beam's
   * least cost. The longest n-gram that ends with a graphone gives its cost, so that the state's own n-grams come first and
   * those of its suffixes later.
   */
  private expand(previous: Hypothesis, first: number, end: number, target: Array<Hypothesis>, least: number): number {
    let best = least
    let total = previous.cost
    this.expansion++
    for (let at = previous.state; total <= best + beamDepth; at = this.suffixOf(at)) {
      const last = this.firstChild[at + 1] ?? 0
      for (let node = this.lowerBound(at, first); node < last; node++) {
        const label = this.labels[node] ?? 0
        if (label >= end) break
        if (this.seen[label] === this.expansion) continue
        this.seen[label] = this.expansion
        const graphone = this.graphones[label]
        const cost = total + (this.probability[node] ?? 0)
        if (graphone === undefined || cost > best + beamDepth || (graphone.primary && previous.stressed)) continue
        if (cost < best) best = cost
        const stressed = previous.stressed || graphone.primary
        target.push({ cost, state: this.context(node), graphone, previous, stressed })
      }
      if (at === 0) break
      total += this.backOff[at] ?? 0
    }
    return best
  }

  /** What it costs a hypothesis to end the word. */
  private endCost(hypothesis: Hypothesis): number {
    const label = this.graphones.length + 1
    let total = hypothesis.cost + (hypothesis.stressed ? 0 : unstressedCost)
    for (let at = hypothesis.state; ; at = this.suffixOf(at)) {
      const node = at === 0 ? (this.unigrams[label] ?? -1) : this.child(at, label)
      if (node >= 0) return total + (this.probability[node] ?? 0)
      if (at === 0) return unreachable
      total += this.backOff[at] ?? 0
    }
  }

  /** The first child of a node whose label is not below one. */
  private lowerBound(node: number, label: number): number {
    let low = this.firstChild[node] ?? 0
    let high = this.firstChild[node + 1] ?? 0
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.labels[middle] ?? 0) < label) low = middle + 1
      else high = middle
    }
    return low
  }

  private child(node: number, label: number): number {
    const found = this.lowerBound(node, label)
    return found < (this.firstChild[node + 1] ?? 0) && this.labels[found] === label ? found : -1
  }

  /** The longest context that a node's n-gram ends with and that has n-grams of its own. */
  private context(node: number): number {
    let at = node
    while (at !== 0 && this.firstChild[at] === this.firstChild[at + 1]) at = this.suffixOf(at)
    return at
  }

  private suffixOf(node: number): number {
    const known = this.suffix[node] ?? 0
    if (known >= 0) return known
    const label = this.labels[node] ?? 0
    let at = this.parent[node] ?? 0
    let found = -1
    while (found < 0 && at !== 0) {
      at = this.suffixOf(at)
      found = at === 0 ? (this.unigrams[label] ?? 0) : this.child(at, label)
    }
    this.suffix[node] = Math.max(found, 0)
    return Math.max(found, 0)
  }
}

/** The best hypotheses of a beam, one for each state. */
const prune = (beam: ReadonlyArray<Hypothesis>, best: number): ReadonlyArray<Hypothesis> => {
  const kept: Array<Hypothesis> = []
  const seen = new Set<number>()
  for (const hypothesis of beam.filter(({ cost }) => cost <= best + beamDepth).sort((a, b) => a.cost - b.cost)) {
    const key = 2 * hypothesis.state + (hypothesis.stressed ? 1 : 0)
    if (seen.has(key)) continue
    seen.add(key)
    kept.push(hypothesis)
    if (kept.length === beamWidth) break
  }
  return kept
}
