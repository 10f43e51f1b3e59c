import { sampleNoise } from "@parlando/audio"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type Defect, defectCost } from "../src/index.ts"
import { chunksOf, measure, sampleRate, sine, speech, word } from "./signals.ts"

const kinds = (defects: ReadonlyArray<Defect>): ReadonlyArray<string> => defects.map(({ kind }) => kind)

/** Samples with another run of samples put in at a place. */
const withPart = (samples: Float32Array, at: number, part: ArrayLike<number>): Float32Array => {
  const copy = samples.slice()
  copy.set(part, at)
  return copy
}

const seeds = fc.integer({ min: 0, max: 1000 })
const seconds = (n: number): number => Math.round(n * sampleRate)

describe("clean audio", () => {
  it("scores 1 when it is a sine", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 60, max: 8000, noNaN: true }),
        fc.double({ min: 0.001, max: 0.99, noNaN: true }),
        fc.integer({ min: 200, max: 2000 }),
        (frequency, amplitude, size) => {
          const { defects, last } = measure(chunksOf(sine(frequency, 0.5, amplitude), [size]))
          expect(defects).toEqual([])
          expect(last).toMatchObject({ quality: 1, utteranceQuality: 1 })
        }
      ),
      { numRuns: 30 }
    )
  })

  it("scores 1 when it is silence", () => {
    const { defects, last } = measure(chunksOf(new Float32Array(seconds(2)), [512]))
    expect(defects).toEqual([])
    expect(last.utteranceQuality).toBe(1)
  })

  it("scores high when it is like speech", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const samples = speech(seed, 3)
        const { lowest } = measure(chunksOf(samples, [256, 512], [word(0, samples.length)]))
        expect(lowest).toBeGreaterThan(0.9)
      }),
      { numRuns: 15 }
    )
  })

  it("has nothing found in nothing", () => {
    expect(measure([])).toMatchObject({ defects: [], last: { end: 0, quality: 1, utteranceQuality: 1 } })
  })
})

describe("a click at a join", () => {
  it("is found where the wave jumps, with its size", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 18 }), fc.double({ min: 0.02, max: 0.3, noNaN: true }), (join, jump) => {
        const at = join * 512
        const samples = sine(220, 0.5).map((sample, i) => sample + (i < at ? 0 : jump))
        const { defects, last } = measure(chunksOf(samples, [512]))
        expect(defects.length).toBe(1)
        expect(defects[0]).toMatchObject({ kind: "click", start: at, length: 8 })
        expect(defects[0]!.amount).toBeGreaterThan(6)
        expect(last.quality).toBeCloseTo(1 - 0.42 / 3.65, 6)
      })
    )
  })

  it("is found in most hard splices of something like speech that are loud", () => {
    let found = 0
    for (let seed = 0; seed < 20; seed++) {
      const samples = speech(seed, 1)
      const at = 8 * 512
      const spliced = withPart(samples, at, samples.subarray(at + 55, at + 2055))
      if (kinds(measure(chunksOf(spliced, [512])).defects).includes("click")) found++
    }
    expect(found).toBeGreaterThan(10)
  })

  it("is found whatever the sizes of the chunks after the join", () => {
    const at = 2048
    const samples = sine(220, 0.2).map((sample, i) => sample + (i < at ? 0 : 0.2))
    for (const sizes of [
      [2048, 1],
      [2048, 3],
      [2048, 8],
      [2048, 4000]
    ]) {
      const { defects } = measure(chunksOf(samples, sizes))
      expect(defects.some(({ kind, start }) => kind === "click" && start === at)).toBe(true)
    }
  })

  it("is not looked for below what can be heard", () => {
    const samples = sine(220, 0.2, 1e-4).map((sample, i) => sample + (i < 2048 ? 0 : 5e-4))
    expect(measure(chunksOf(samples, [512])).defects).toEqual([])
  })
})

describe("clipping", () => {
  it("is found as passages of cut-off peaks", () => {
    const loud = sine(200, 0.1, 2).map((sample) => Math.max(-1, Math.min(1, sample)))
    const samples = withPart(sine(200, 1, 0.3), 6615, loud)
    const clippings = measure(chunksOf(samples, [700])).defects.filter(({ kind }) => kind === "clipping")
    expect(clippings.length).toBe(1)
    const [{ start, length, amount }] = clippings as [Defect]
    expect(start).toBeGreaterThanOrEqual(6615)
    expect(start).toBeLessThan(6615 + 50)
    expect(start + length).toBeLessThanOrEqual(6615 + loud.length)
    expect(amount).toBe(loud.filter((sample) => Math.abs(sample) === 1).length)
  })

  it("is two passages when they lie apart", () => {
    const samples = sine(200, 0.5, 0.3)
    for (const at of [3000, 3400]) samples.fill(1, at, at + 5)
    const clippings = measure(chunksOf(samples, [100])).defects.filter(({ kind }) => kind === "clipping")
    expect(clippings.map(({ start, amount }) => [start, amount])).toEqual([
      [3000, 5],
      [3400, 5]
    ])
  })

  it("is not a peak that just reaches full scale", () => {
    expect(measure(chunksOf(sine(1000, 0.5, 1), [512])).defects).toEqual([])
  })

  it("that goes on to the end is told at the end", () => {
    const { defects, last } = measure(chunksOf(sine(100, 0.2).fill(-1, 4000), [500]))
    expect(defects.filter(({ kind }) => kind === "clipping")).toEqual([
      { kind: "clipping", start: 4000, length: 410, amount: 410 }
    ])
    expect(last.quality).toBe(0)
  })
})

describe("a step of the level", () => {
  it("is found near where it is, with its size", () => {
    for (const [before, after, decibels] of [
      [0.25, 1, 12],
      [1, 0.25, -12]
    ] as const) {
      const samples = speech(3, 4).map((sample, i) => sample * (i < seconds(2) ? before : after))
      const steps = measure(chunksOf(samples, [4096])).defects.filter(({ kind }) => kind === "level-step")
      expect(steps.length).toBe(1)
      expect(Math.abs(steps[0]!.start - seconds(2))).toBeLessThan(seconds(0.25))
      expect(steps[0]!.amount).toBeGreaterThan(decibels - 3)
      expect(steps[0]!.amount).toBeLessThan(decibels + 3)
    }
  })

  it("is not a pause, nor a slow change", () => {
    const paused = withPart(speech(4, 4), seconds(1.5), new Float32Array(seconds(1)))
    const slow = speech(5, 4).map((sample, i) => sample * 10 ** (-i / sampleRate / 5))
    for (const samples of [paused, slow]) {
      expect(kinds(measure(chunksOf(samples, [4096])).defects)).not.toContain("level-step")
    }
  })
})

describe("silence inside a word", () => {
  const samples = speech(6, 2)
  const at = seconds(1)
  const hole = (ms: number): Float32Array => withPart(samples, at, new Float32Array(seconds(ms / 1000)))
  const gaps = (audio: Float32Array, ...words: ReadonlyArray<readonly [number, number]>): ReadonlyArray<Defect> =>
    measure(
      chunksOf(
        audio,
        [512],
        words.map(([start, end]) => word(start, end))
      )
    ).defects.filter(({ kind }) => kind === "gap")

  it("is found where it is, with its length", () => {
    fc.assert(
      fc.property(fc.integer({ min: 9, max: 400 }), (ms) => {
        const [gap, ...more] = gaps(hole(ms), [0, samples.length])
        expect(more).toEqual([])
        expect(Math.abs(gap!.start - at)).toBeLessThan(5)
        expect(gap!.amount).toBeCloseTo(ms, 0)
      }),
      { numRuns: 30 }
    )
  })

  it("is fine between words, and at their edges", () => {
    expect(gaps(hole(300))).toEqual([])
    expect(gaps(hole(300), [0, at + 100], [at + seconds(0.3) - 100, samples.length])).toEqual([])
  })

  it("is found in the word that it cuts into", () => {
    const [gap] = gaps(hole(100), [0, at + seconds(0.05)], [at + seconds(0.1), samples.length])
    expect(gap!.start + gap!.length).toBeLessThan(at + seconds(0.05))
  })

  it("may be as long as the closure of a stop when it is not quite empty", () => {
    const quiet = (ms: number): Float32Array =>
      withPart(
        samples,
        at,
        sampleNoise(7, 0, seconds(ms / 1000)).map((sample) => 3e-4 * sample)
      )
    expect(gaps(quiet(120), [0, samples.length])).toEqual([])
    expect(gaps(quiet(200), [0, samples.length]).length).toBe(1)
  })
})

describe("samples that are no numbers", () => {
  it("are found, ruin the quality, and spoil nothing else", () => {
    const samples = withPart(speech(8, 8), 5000, [Number.NaN, 0.1, Infinity])
    const { defects, last, lowest } = measure(chunksOf(samples, [512]))
    expect(defects.filter(({ kind }) => kind === "not-finite")).toEqual([
      { kind: "not-finite", start: 5000, length: 3, amount: 2 }
    ])
    expect(lowest).toBe(0)
    expect(last.quality).toBeGreaterThan(0.9)
  })
})

describe("the measurement", () => {
  it("does not depend on the sizes of the chunks, clicks apart", () => {
    const bad = speech(9, 3)
    bad.fill(0, 20_000, 20_400)
    bad.fill(1, 30_000, 30_020)
    bad.fill(-1, 30_100, 30_110)
    for (let i = 40_000; i < bad.length; i++) bad[i]! *= 0.2
    const words = [word(0, 19_000), word(19_500, 25_000), word(28_000, 50_000)]
    const found = (sizes: ReadonlyArray<number>) =>
      measure(chunksOf(bad, sizes, words))
        .defects.filter(({ kind }) => kind !== "click")
        .toSorted((a, b) => a.start - b.start || a.kind.localeCompare(b.kind))
    const whole = found([bad.length])
    expect(new Set(kinds(whole))).toEqual(new Set(["gap", "clipping", "level-step"]))
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9000 }), { minLength: 1, maxLength: 12 }), (sizes) => {
        expect(found([...sizes, 2048])).toEqual(whole)
      }),
      { numRuns: 20 }
    )
  })

  it("does not change the audio, and survives any samples", () => {
    fc.assert(
      fc.property(fc.float32Array({ maxLength: 2000 }), fc.integer({ min: 1, max: 500 }), (samples, size) => {
        const copy = samples.slice()
        const { last, lowest } = measure(chunksOf(samples, [size], samples.length > 0 ? [word(0, samples.length)] : []))
        expect(samples).toEqual(copy)
        for (const quality of [last.quality, last.utteranceQuality, lowest]) {
          expect(quality).toBeGreaterThanOrEqual(0)
          expect(quality).toBeLessThanOrEqual(1)
        }
      })
    )
  })

  it("forgets a defect after three seconds, and the utterance's quality does not", () => {
    const samples = sine(200, 8)
    samples.fill(1, 1000, 1015)
    const { lowest, last } = measure(chunksOf(samples, [512]))
    expect(lowest).toBeLessThan(0.95)
    expect(last.quality).toBe(1)
    expect(last.utteranceQuality).toBeLessThan(0.98)
    expect(last.utteranceQuality).toBeGreaterThan(lowest)
  })

  it("costs less than a few milliseconds for a second of audio", () => {
    const chunks = chunksOf(speech(10, 5), [512])
    measure(chunks)
    const start = performance.now()
    measure(chunks)
    expect((performance.now() - start) / 5).toBeLessThan(15)
  })
})

describe("the cost of a defect", () => {
  const cost = (kind: Defect["kind"], amount: number): number =>
    defectCost({ kind, start: 0, length: 1, amount }, sampleRate)

  it("follows the scores of listeners' opinions that it is anchored to", () => {
    expect(cost("gap", 10) * 3.65).toBeCloseTo(4.65 - 3.92, 6)
    expect(cost("gap", 40) * 3.65).toBeCloseTo(4.65 - 2.94, 6)
    expect(cost("click", 6) * 3.65).toBeCloseTo(4.65 - 4.23, 6)
    expect(cost("not-finite", 1)).toBe(1)
  })

  it("grows with the size of the defect and stays within 0 and 1", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("click" as const, "clipping" as const, "level-step" as const, "gap" as const),
        fc.double({ min: 2, max: 1e5, noNaN: true }),
        fc.double({ min: 2, max: 1e5, noNaN: true }),
        (kind, a, b) => {
          const [less, more] = [cost(kind, Math.min(a, b)), cost(kind, Math.max(a, b))]
          expect(less).toBeLessThanOrEqual(more)
          expect(less).toBeGreaterThanOrEqual(0)
          expect(more).toBeLessThanOrEqual(1)
        }
      )
    )
  })
})
