import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { Resampler, sampleNoise } from "../src/index.ts"

const sine = (frequency: number, rate: number, length: number): Float32Array =>
  Float32Array.from({ length }, (_, i) => 0.5 * Math.sin((2 * Math.PI * frequency * i) / rate))

const resample = (samples: Float32Array, from: number, to: number): Float32Array => {
  const resampler = new Resampler(from, to)
  return Float32Array.of(...resampler.push(samples), ...resampler.flush())
}

/** Power of a signal over the power of its difference from another, in decibels, leaving out both ends. */
const signalToNoise = (wanted: Float32Array, got: Float32Array, margin: number): number => {
  let signal = 0
  let noise = 0
  for (let i = margin; i < wanted.length - margin; i++) {
    signal += wanted[i]! ** 2
    noise += (wanted[i]! - got[i]!) ** 2
  }
  return 10 * Math.log10(signal / noise)
}

const power = (samples: Float32Array, margin: number): number => {
  const middle = samples.subarray(margin, samples.length - margin)
  return middle.reduce((sum, sample) => sum + sample * sample, 0) / middle.length
}

const ratios: ReadonlyArray<readonly [number, number]> = [
  [22050, 48000],
  [22050, 44100],
  [24000, 16000],
  [48000, 22050],
  [16000, 22050],
  [22050, 22050 * 1.0137],
  [44100, 44101]
]

describe("Resampler", () => {
  it("makes exactly the same samples from any chunks as from one", () => {
    const samples = sampleNoise(1, 0, 1500)
    fc.assert(
      fc.property(
        fc.constantFrom(...ratios),
        fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 8 }),
        ([from, to], cuts) => {
          const resampler = new Resampler(from, to)
          const parts: Array<number> = []
          let at = 0
          for (const size of [...cuts, samples.length]) {
            parts.push(...resampler.push(samples.subarray(at, at + size)))
            at = Math.min(samples.length, at + size)
          }
          parts.push(...resampler.flush())
          expect(parts).toEqual([...resample(samples, from, to)])
          expect(parts.length).toBe(Math.ceil((samples.length * to) / from))
        }
      ),
      { numRuns: 40 }
    )
  })

  it("keeps sines of the pass band in time and shape, over 85 dB above the error", () => {
    for (const [from, to] of ratios) {
      for (const frequency of [100, 1000, 0.42 * Math.min(from, to)]) {
        const got = resample(sine(frequency, from, 6000), from, to)
        const wanted = sine(frequency, to, got.length)
        expect(signalToNoise(wanted, got, 400), `${from} -> ${to} at ${frequency} Hz`).toBeGreaterThan(85)
      }
    }
  })

  it("removes what would alias, by 85 dB", () => {
    for (const frequency of [11200, 13000, 20000]) {
      const got = resample(sine(frequency, 48000, 8000), 48000, 22050)
      expect(10 * Math.log10(power(got, 400) / 0.125), `${frequency} Hz`).toBeLessThan(-85)
    }
  })

  it("keeps a constant constant", () => {
    const got = resample(new Float32Array(4000).fill(0.5), 22050, 48000)
    for (const sample of got.subarray(400, got.length - 400)) expect(sample).toBeCloseTo(0.5, 5)
  })

  it("gives an output as soon as the inputs of its latency are there", () => {
    const resampler = new Resampler(22050, 44100)
    expect(resampler.push(new Float32Array(resampler.latency)).length).toBe(0)
    expect(resampler.push(new Float32Array(1)).length).toBeGreaterThan(0)
  })

  it("can be used again after a flush", () => {
    const resampler = new Resampler(16000, 24000)
    const samples = sampleNoise(2, 0, 500)
    const first = [...resampler.push(samples), ...resampler.flush()]
    expect([...resampler.push(samples), ...resampler.flush()]).toEqual(first)
    expect(resampler.flush().length).toBe(0)
  })

  it("refuses rates that are not positive", () => {
    for (const rate of [0, -1, Number.NaN, Infinity]) {
      expect(() => new Resampler(rate, 1)).toThrow(RangeError)
      expect(() => new Resampler(1, rate)).toThrow(RangeError)
    }
  })
})
