// F0 tracking as in tooling/training: a continuous path through normalised cross-correlation, and voicing by a two-state
// path over energy and periodicity.
import { f0Range, hop, sampleRate } from "./constants.ts"
import { bandBody, bandHiss, type Filter, filterBothWays, lowPass1100 } from "./filters.ts"
import { bestPath, type Lattice, twoStatePath } from "./paths.ts"

/** F0 of each frame, meaningful where voiced and smooth elsewhere. */
export interface Pitch {
  /** In Hz. */
  readonly f0: Float32Array
  readonly voiced: ReadonlyArray<boolean>
}

const stepsPerOctave = 40
/** Candidates that F0 may pass between two frames (11.6 ms). */
const reach = 8
const costPerOctave = 1.6
/** Of the correlation, in seconds. */
const windowSeconds = 0.03

const octaves = Math.log2(f0Range.most / f0Range.least)
/** F0 of the candidates, in Hz. */
const grid = Float64Array.from(
  { length: Math.floor(octaves * stepsPerOctave) + 1 },
  (_, i) => f0Range.least * 2 ** (i / stepsPerOctave)
)

/** Normalised cross-correlation at the lags of the grid. */
const correlate = (samples: Float32Array): Lattice => {
  const filtered = filterBothWays(samples, lowPass1100)
  const low = filtered.filter((_, i) => i % 2 === 0)
  const rate = sampleRate / 2
  const lowHop = hop / 2
  const frames = Math.floor(samples.length / hop)
  const width = Math.floor(windowSeconds * rate)
  const longest = Math.ceil(rate / f0Range.least) + 2
  const span = width + longest
  const shortest = Math.floor(rate / f0Range.most)
  const scores = new Float64Array(frames * grid.length)
  const frame = new Float64Array(span)
  const energy = new Float64Array(span + 1)
  const correlation = new Float64Array(longest)
  for (let t = 0; t < frames; t++) {
    const start = t * lowHop + (lowHop >> 1) - (span >> 1)
    let mean = 0
    for (let i = 0; i < span; i++) mean += frame[i] = low[start + i] ?? 0
    mean /= span
    for (let i = 0; i < span; i++) {
      frame[i] = frame[i]! - mean
      energy[i + 1] = energy[i]! + frame[i]! ** 2
    }
    for (let lag = Math.max(0, shortest - 1); lag < longest; lag++) {
      let sum = 0
      for (let i = 0; i < width; i++) sum += frame[i]! * frame[i + lag]!
      const shifted = energy[width + lag]! - energy[lag]!
      correlation[lag] = sum / Math.sqrt(energy[width]! * shifted + 1e-3)
    }
    for (let candidate = 0; candidate < grid.length; candidate++) {
      const lag = rate / grid[candidate]!
      const i = Math.min(Math.floor(lag), longest - 2)
      const part = lag - i
      scores[t * grid.length + candidate] = correlation[i]! * (1 - part) + correlation[i + 1]! * part
    }
  }
  return { frames, candidates: grid.length, scores }
}

/** Natural log of a band's root mean square around each frame's centre. */
const bandLevel = (samples: Float32Array, filter: Filter): Float64Array => {
  const band = filterBothWays(samples, filter)
  const half = 256
  const sums = new Float64Array(band.length + 1)
  for (let i = 0; i < band.length; i++) sums[i + 1] = sums[i]! + band[i]! ** 2
  const sumUntil = (at: number) => sums[Math.min(band.length, Math.max(0, at))]!
  return Float64Array.from({ length: Math.floor(samples.length / hop) }, (_, t) => {
    const centre = t * hop + hop / 2
    return 0.5 * Math.log((sumUntil(centre + half) - sumUntil(centre - half)) / (2 * half) + 1e-10)
  })
}

/** The value that a share of all values lies below, between the two nearest by their distance. */
const percentile = (values: Float64Array, percent: number): number => {
  const sorted = values.toSorted()
  const at = ((sorted.length - 1) * percent) / 100
  const i = Math.floor(at)
  const next = sorted[Math.min(i + 1, sorted.length - 1)]!
  return sorted[i]! + (next - sorted[i]!) * (at - i)
}

const clamp = (value: number, least: number, most: number) => Math.min(Math.max(value, least), most)
const decibels = (neper: number) => (neper / Math.LN10) * 20

/** The score of every candidate: periodicity counts by how loud the frame is; a slight preference for high F0 guards against the octave below. */
const scoreCandidates = ({ frames, candidates, scores }: Lattice, loudness: Float64Array): Lattice => {
  const height = grid.map((f0) => 0.06 * Math.log2(f0 / f0Range.least))
  return {
    frames,
    candidates,
    scores: scores.map(
      (ncc, i) => (Math.max(ncc, 0) + height[i % candidates]!) * (0.15 + loudness[Math.floor(i / candidates)]!)
    )
  }
}

/** The F0 that most of the loud frames are around, in Hz. */
const usualF0 = (path: ArrayLike<number>, loudness: Float64Array): number =>
  percentile(
    Float64Array.from(path, (candidate) => grid[candidate]!).filter((_, t) => loudness[t]! > 0.6),
    50
  )

/**
 * The scores, less what F0 above the usual costs in frames without a clear period: creak has hardly a period, and its
 * best correlation is often an octave or more up.
 */
const guardCreak = (score: Lattice, ncc: Lattice, loudness: Float64Array, usual: number): Lattice => {
  const above = grid.map((f0) => 0.3 * Math.log2(Math.max(f0 / usual, 1)))
  const { candidates } = ncc
  const costs = loudness.map((level, t) => {
    const clearest = ncc.scores.subarray(t * candidates, (t + 1) * candidates).reduce((a, b) => Math.max(a, b))
    return clamp((0.85 - clearest) / 0.25, 0, 1) * (0.15 + level)
  })
  return {
    ...score,
    scores: score.scores.map((value, i) => value - above[i % candidates]! * costs[Math.floor(i / candidates)]!)
  }
}

/** The offset of a peak, in steps of the grid, by a parabola through three candidates. */
const refine = ({ candidates, scores }: Lattice, frame: number, candidate: number): number => {
  if (candidate < 1 || candidate > candidates - 2) return 0
  const at = frame * candidates + candidate
  const [a, b, c] = [scores[at - 1]!, scores[at]!, scores[at + 1]!]
  const curve = a - 2 * b + c
  return curve < -1e-9 ? clamp((0.5 * (a - c)) / curve, -0.5, 0.5) : 0
}

/** F0 and voicing of samples at 22,050 Hz, frame by frame. */
export const trackPitch = (samples: Float32Array): Pitch => {
  if (samples.length < 2 * hop) return { f0: new Float32Array(Math.floor(samples.length / hop)), voiced: [] }
  const ncc = correlate(samples)
  const body = bandLevel(samples, bandBody)
  const hiss = bandLevel(samples, bandHiss)
  const loud = percentile(body, 95)
  // 0 at 36 dB below the loud frames, 1 at 6 dB below.
  const loudness = body.map((level) => clamp(decibels(level - loud) + 36, 0, 30) / 30)
  const score = scoreCandidates(ncc, loudness)
  const pathOf = (lattice: Lattice) => bestPath(lattice, costPerOctave / stepsPerOctave, reach)
  const path = pathOf(guardCreak(score, ncc, loudness, usualF0(pathOf(score), loudness)))
  const f0 = Float32Array.from(
    path,
    (candidate, t) => grid[candidate]! * 2 ** (refine(score, t, candidate) / stepsPerOctave)
  )
  const periodic = Float64Array.from(path, (candidate, t) => ncc.scores[t * ncc.candidates + candidate]!)
  const evidence = body.map((level, t) => {
    const before = periodic[Math.max(0, t - 1)]!
    const after = periodic[Math.min(periodic.length - 1, t + 1)]!
    const smooth = (before + periodic[t]! + after) / 3
    const balance = clamp(decibels(level - hiss[t]!), -20, 20)
    return 4 * (smooth - 0.55) + 0.22 * clamp(decibels(level - loud) + 26, -20, 14) + 0.12 * balance
  })
  return { f0, voiced: twoStatePath(evidence, 2) }
}

/** ln F0, carried through unvoiced frames in straight lines. */
export const continuousLogF0 = ({ f0, voiced }: Pitch): Float32Array => {
  const known = voiced.flatMap((yes, t) => (yes ? [t] : []))
  if (known.length < 2) return new Float32Array(f0.length).fill(Math.log(200))
  let next = 0
  return Float32Array.from(f0, (_, t) => {
    while (next < known.length && known[next]! < t) next++
    const right = known[next] ?? known.at(-1)!
    const left = right === t || next === 0 ? right : known[next - 1]!
    if (next >= known.length || left === right) return Math.log(f0[right]!)
    const part = (t - left) / (right - left)
    return Math.log(f0[left]!) * (1 - part) + Math.log(f0[right]!) * part
  })
}
