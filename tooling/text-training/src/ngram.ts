/** A trie of n-grams that grows: a node is an n-gram, its parent is its history, its suffix is it without its first item. */
export class NgramTrie {
  readonly vocabulary: number
  size = 1
  parent = new Int32Array(1 << 20)
  label = new Int32Array(1 << 20)
  order = new Int8Array(1 << 20)
  suffix = new Int32Array(1 << 20)
  count = new Float64Array(1 << 20)
  private capacity = 1 << 22
  private table = new Int32Array(1 << 22).fill(-1)

  constructor(vocabulary: number) {
    this.vocabulary = vocabulary
  }

  find(parent: number, label: number): number {
    let slot = this.slot(parent, label)
    for (let node = this.table[slot]!; node >= 0; node = this.table[slot]!) {
      if (this.parent[node] === parent && this.label[node] === label) return node
      slot = (slot + 1) & (this.capacity - 1)
    }
    return -1
  }

  insert(parent: number, label: number): number {
    const found = this.find(parent, label)
    if (found >= 0) return found
    if (this.size === this.parent.length) this.grow()
    if (2 * this.size > this.capacity) this.rehash()
    const node = this.size++
    this.parent[node] = parent
    this.label[node] = label
    this.order[node] = this.order[parent]! + 1
    this.place(node)
    this.suffix[node] = parent === 0 ? 0 : this.insert(this.suffix[parent]!, label)
    return node
  }

  private slot(parent: number, label: number): number {
    const hash = Math.imul(parent, 0x9e3779b1) ^ Math.imul(label + 1, 0x85ebca6b)
    return ((hash ^ (hash >>> 15)) >>> 0) & (this.capacity - 1)
  }

  private place(node: number): void {
    let slot = this.slot(this.parent[node]!, this.label[node]!)
    while (this.table[slot]! >= 0) slot = (slot + 1) & (this.capacity - 1)
    this.table[slot] = node
  }

  private grow(): void {
    const length = 2 * this.parent.length
    const copy = <A extends Int32Array | Int8Array | Float64Array>(to: A, from: A): A => {
      to.set(from)
      return to
    }
    this.parent = copy(new Int32Array(length), this.parent)
    this.label = copy(new Int32Array(length), this.label)
    this.order = copy(new Int8Array(length), this.order)
    this.suffix = copy(new Int32Array(length), this.suffix)
    this.count = copy(new Float64Array(length), this.count)
  }

  private rehash(): void {
    this.capacity *= 2
    this.table = new Int32Array(this.capacity).fill(-1)
    for (let node = 1; node < this.size; node++) this.place(node)
  }
}

/** A back-off model over a trie: natural logarithms of probabilities and back-off weights, node by node. */
export interface BackOffModel {
  readonly trie: NgramTrie
  readonly logProbability: Float64Array
  readonly logBackOff: Float64Array
  readonly kept: Uint8Array
}

/**
 * Interpolated modified Kneser-Ney smoothing (Chen and Goodman 1999). Every sequence is a list of labels; `start` and `end`
 * are put around it.
 */
export const kneserNey = (
  sequences: ReadonlyArray<ReadonlyArray<number>>,
  maxOrder: number,
  start: number,
  end: number
): BackOffModel => {
  const trie = new NgramTrie(end + 1)
  for (const sequence of sequences) {
    const items = [start, ...sequence, end]
    for (let from = 0; from < items.length; from++) {
      let node = 0
      for (let to = from; to < Math.min(items.length, from + maxOrder); to++) {
        node = trie.insert(node, items[to]!)
        trie.count[node]!++
      }
    }
  }
  const n = trie.size
  const adjusted = new Float64Array(n)
  for (let node = 1; node < n; node++) if (trie.order[node]! > 1) adjusted[trie.suffix[node]!]!++
  const begins = new Uint8Array(n)
  for (let node = 1; node < n; node++) {
    begins[node] = trie.parent[node] === 0 ? Number(trie.label[node] === start) : begins[trie.parent[node]!]!
    if (trie.order[node] === maxOrder || begins[node] === 1) adjusted[node] = trie.count[node]!
  }
  adjusted[trie.find(0, start)] = 0

  const discounts = Array.from({ length: maxOrder + 1 }, (_, order) => {
    const counts = [0, 0, 0, 0, 0]
    for (let node = 1; node < n; node++) {
      if (trie.order[node] === order && adjusted[node]! >= 1 && adjusted[node]! <= 4) counts[adjusted[node]!]!++
    }
    const y = counts[1]! / Math.max(counts[1]! + 2 * counts[2]!, 1)
    const of = (k: number) =>
      (counts[k] ?? 0) === 0
        ? k / 2
        : Math.min(Math.max(k - ((k + 1) * y * counts[k + 1]!) / counts[k]!, 0.05), k - 0.05)
    return [0, of(1), of(2), of(3)]
  })
  const discountOf = (node: number) => discounts[trie.order[node]!]![Math.min(adjusted[node]!, 3)]!

  const total = new Float64Array(n)
  const taken = new Float64Array(n)
  for (let node = 1; node < n; node++) {
    total[trie.parent[node]!]! += adjusted[node]!
    taken[trie.parent[node]!]! += discountOf(node)
  }
  const order = Array.from({ length: maxOrder + 1 }, () => [] as Array<number>)
  for (let node = 1; node < n; node++) order[trie.order[node]!]!.push(node)
  const probability = new Float64Array(n)
  for (const nodes of order) {
    for (const node of nodes) {
      const history = trie.parent[node]!
      const lower = history === 0 ? 1 / trie.vocabulary : probability[trie.suffix[node]!]!
      if ((total[history] ?? 0) === 0) continue
      probability[node] = (adjusted[node]! - discountOf(node) + taken[history]! * lower) / total[history]!
    }
  }
  return {
    trie,
    logProbability: probability.map((p) => Math.log(Math.max(p, 1e-9))),
    logBackOff: total.map((sum, node) => (sum === 0 ? 0 : Math.log(Math.max(taken[node]! / sum, 1e-9)))),
    kept: new Uint8Array(n).fill(1)
  }
}

/**
 * Drops the n-grams whose loss changes the model least (weighted difference, Seymore and Rosenfeld 1996), from the longest
 * to the shortest, and gives the histories new back-off weights.
 */
export const prune = (model: BackOffModel, threshold: number, maxOrder: number): void => {
  const { trie, logProbability, logBackOff, kept } = model
  const n = trie.size
  let tokens = 0
  for (let node = 1; node < n; node++) if (trie.order[node] === 1) tokens += trie.count[node]!
  const children = new Int32Array(n)
  for (let node = 1; node < n; node++) children[trie.parent[node]!]!++
  for (let order = maxOrder; order > 1; order--) {
    const mass = new Float64Array(n)
    const lowerMass = new Float64Array(n)
    for (let node = 1; node < n; node++) {
      if (trie.order[node] !== order) continue
      const history = trie.parent[node]!
      const suffix = trie.suffix[node]!
      const gain = logProbability[node]! - logBackOff[history]! - logProbability[suffix]!
      const weight = trie.count[node]! / tokens
      if (children[node] === 0 && weight * Math.abs(gain) < threshold) {
        kept[node] = 0
        children[history]!--
      } else {
        mass[history]! += Math.exp(logProbability[node]!)
        lowerMass[history]! += Math.exp(logProbability[suffix]!)
      }
    }
    for (let node = 1; node < n; node++) {
      if (trie.order[node] === order - 1 && mass[node]! > 0) {
        logBackOff[node] = Math.log(Math.max(1 - mass[node]!, 1e-4) / Math.max(1 - lowerMass[node]!, 1e-4))
      }
    }
  }
}
