/** A graphone: one or two letters and the zero, one or two sounds that they stand for. */
export interface Graphone {
  readonly letters: string
  readonly sounds: ReadonlyArray<string>
}

export interface Pair {
  readonly word: string
  readonly sounds: ReadonlyArray<string>
}

/** Letters and sounds that a graphone may have. */
const shapes: ReadonlyArray<readonly [number, number]> = [
  [1, 0],
  [1, 1],
  [1, 2]
]

const keyOf = (letters: string, sounds: ReadonlyArray<string>): string => `${letters}|${sounds.join(" ")}`

interface Step {
  readonly from: number
  readonly to: number
  readonly id: number
}

/**
 * Aligns letters with sounds: expectation maximisation over all ways of dividing a word and its pronunciation into
 * graphones (Jiampojamarn et al. 2007), then the likeliest division of each.
 *
 * Pairs that no sequence of graphones can explain, and those the model finds very unlikely (`aaa` said `triple a`), are
 * left out.
 */
export const align = (pairs: ReadonlyArray<Pair>, iterations: number): ReadonlyArray<ReadonlyArray<Graphone>> => {
  const ids = new Map<string, number>()
  const graphones: Array<Graphone> = []
  const idOf = (letters: string, sounds: ReadonlyArray<string>): number => {
    const key = keyOf(letters, sounds)
    let id = ids.get(key)
    if (id === undefined) {
      id = graphones.length
      ids.set(key, id)
      graphones.push({ letters, sounds })
    }
    return id
  }

  // The lattice of a pair: nodes are (letters read, sounds read), in an order in which steps only go forward.
  const lattices = pairs.map(({ word, sounds }) => {
    const width = sounds.length + 1
    const steps: Array<Step> = []
    for (let i = 0; i < word.length; i++) {
      for (let j = 0; j <= sounds.length; j++) {
        for (const [letters, count] of shapes) {
          if (i + letters > word.length || j + count > sounds.length) continue
          const id = idOf(word.slice(i, i + letters), sounds.slice(j, j + count))
          steps.push({ from: i * width + j, to: (i + letters) * width + j + count, id })
        }
      }
    }
    return { steps, size: (word.length + 1) * width }
  })

  let probability = new Float64Array(graphones.length).fill(1 / graphones.length)
  for (let iteration = 0; iteration < iterations; iteration++) {
    const expected = new Float64Array(graphones.length)
    for (const { steps, size } of lattices) {
      const forward = new Float64Array(size)
      const backward = new Float64Array(size)
      forward[0] = 1
      backward[size - 1] = 1
      for (const { from, to, id } of steps) forward[to]! += forward[from]! * probability[id]!
      for (let i = steps.length - 1; i >= 0; i--) {
        const { from, to, id } = steps[i]!
        backward[from]! += backward[to]! * probability[id]!
      }
      const total = forward[size - 1]!
      if (total <= 0) continue
      for (const { from, to, id } of steps) expected[id]! += (forward[from]! * probability[id]! * backward[to]!) / total
    }
    const sum = expected.reduce((a, b) => a + b, 0)
    // Rare graphones fade away: half a count is taken from each.
    probability = expected.map((count) => Math.max(count - 0.5, 0) / sum)
  }

  return pairs.flatMap(({ word }, n) => {
    const { steps, size } = lattices[n]!
    const best = new Float64Array(size).fill(Number.NEGATIVE_INFINITY)
    const back: Array<Step | undefined> = Array.from({ length: size })
    best[0] = 0
    for (const step of steps) {
      const score = best[step.from]! + Math.log(probability[step.id]!)
      if (score > best[step.to]!) {
        best[step.to] = score
        back[step.to] = step
      }
    }
    if (!(best[size - 1]! > -8 * word.length - 6)) return []
    const path: Array<Graphone> = []
    for (let at = size - 1; at > 0;) {
      const step = back[at]!
      path.push(graphones[step.id]!)
      at = step.from
    }
    return [path.toReversed()]
  })
}
