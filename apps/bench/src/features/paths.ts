/** Scores of candidates at every frame, row-major. */
export interface Lattice {
  readonly frames: number
  readonly candidates: number
  readonly scores: Float64Array
}

/**
 * The path through a lattice with the largest sum of scores less the cost of its moves (A. Viterbi, 1967): the candidate of
 * each frame.
 *
 * @param moveCost of moving by one candidate between two frames
 * @param reach candidates that a move may span
 */
export const bestPath = ({ frames, candidates, scores }: Lattice, moveCost: number, reach: number): Int32Array => {
  let total = scores.slice(0, candidates)
  const back = new Int16Array(frames * candidates)
  for (let frame = 1; frame < frames; frame++) {
    const next = new Float64Array(candidates)
    for (let candidate = 0; candidate < candidates; candidate++) {
      let best = Number.NEGATIVE_INFINITY
      let from = candidate
      for (let move = -reach; move <= reach; move++) {
        const source = Math.min(candidates - 1, Math.max(0, candidate + move))
        const reached = total[source]! - moveCost * Math.abs(move)
        if (reached <= best) continue
        best = reached
        from = source
      }
      back[frame * candidates + candidate] = from
      next[candidate] = best + scores[frame * candidates + candidate]!
    }
    total = next
  }
  const path = new Int32Array(frames)
  let candidate = total.indexOf(Math.max(...total))
  for (let frame = frames - 1; frame >= 0; frame--) {
    path[frame] = candidate
    candidate = back[frame * candidates + candidate]!
  }
  return path
}

/** The most likely sequence of no and yes, given the log odds for yes of each frame and the cost of a change. */
export const twoStatePath = (evidence: Float64Array, change: number): ReadonlyArray<boolean> => {
  let off = 0
  let on = evidence[0] ?? 0
  const changes: Array<readonly [toOff: boolean, toOn: boolean]> = [[false, false]]
  for (let frame = 1; frame < evidence.length; frame++) {
    changes.push([on - change > off, off - change > on])
    const nextOff = Math.max(off, on - change)
    on = Math.max(on, off - change) + evidence[frame]!
    off = nextOff
  }
  const states: Array<boolean> = []
  let state = on > off
  for (let frame = evidence.length - 1; frame >= 0; frame--) {
    states.push(state)
    if (changes[frame]![state ? 1 : 0]) state = !state
  }
  return states.reverse()
}
