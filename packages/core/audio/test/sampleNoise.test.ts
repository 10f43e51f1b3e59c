import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { sampleNoise } from "../src/index.ts"

const count = 1 << 16

const correlation = (a: Float32Array, b: Float32Array): number =>
  a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0) / a.length

describe("sampleNoise", () => {
  it("depends on the seed and the position alone", () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.maxSafeInteger(), fc.nat(200), fc.nat(200), (seed, start, offset, length) => {
        fc.pre(Number.isSafeInteger(start + offset + length))
        const whole = sampleNoise(seed, start, offset + length)
        expect(sampleNoise(seed, start + offset, length)).toEqual(whole.subarray(offset))
        const target = new Float32Array(length)
        expect(sampleNoise(seed, start + offset, target)).toBe(target)
        expect(target).toEqual(whole.subarray(offset))
      })
    )
  })

  it("goes on smoothly past 2^32 samples", () => {
    const boundary = 2 ** 32
    const whole = sampleNoise(3, boundary - 500, 1000)
    expect(sampleNoise(3, boundary, 500)).toEqual(whole.subarray(500))
    expect(Math.abs(correlation(whole.slice(0, 500), whole.slice(500)))).toBeLessThan(0.2)
    expect(sampleNoise(3, 0, 500)).not.toEqual(whole.subarray(500))
  })

  it("has zero mean, unit variance and the range of a uniform", () => {
    for (const seed of [0, 1, 2, -1, 123456789, 2 ** 40]) {
      const noise = sampleNoise(seed, 0, count)
      expect(Math.abs(correlation(noise, new Float32Array(count).fill(1)))).toBeLessThan(5 / Math.sqrt(count))
      expect(correlation(noise, noise)).toBeCloseTo(1, 1.7)
      const edge = Math.fround(Math.sqrt(3))
      expect(noise.every((value) => value >= -edge && value <= edge)).toBe(true)
    }
  })

  it("has no correlation with itself later, nor with its neighbours' seeds", () => {
    const bound = 5 / Math.sqrt(count)
    const noise = sampleNoise(42, 0, count)
    for (const lag of [1, 2, 3, 4, 7, 8, 16, 64, 256, 1024, 4096]) {
      expect(Math.abs(correlation(noise, noise.subarray(lag))), `lag ${lag}`).toBeLessThan(bound)
    }
    for (const seed of [41, 43, 0, 42 + 2 ** 32]) {
      const other = sampleNoise(seed, 0, count)
      for (const lag of [0, 1, 2, 16, 256]) {
        expect(Math.abs(correlation(noise, other.subarray(lag))), `seed ${seed} lag ${lag}`).toBeLessThan(bound)
      }
    }
  })

  it("fills its range evenly", () => {
    const bins = new Float64Array(64)
    for (const value of sampleNoise(5, 1e9, count)) bins[Math.floor((value / Math.sqrt(12) + 0.5) * 64)]! += 1
    const expected = count / 64
    const chiSquare = bins.reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0)
    expect(chiSquare).toBeLessThan(63 + 5 * Math.sqrt(2 * 63))
  })

  it("has a flat spectrum", () => {
    const size = 256
    const frames = count / size
    const noise = sampleNoise(11, 0, count)
    for (const bin of [1, 2, 5, 16, 33, 64, 100, 127]) {
      let power = 0
      for (let frame = 0; frame < frames; frame++) {
        let real = 0
        let imaginary = 0
        for (let i = 0; i < size; i++) {
          const angle = (2 * Math.PI * bin * i) / size
          real += noise[frame * size + i]! * Math.cos(angle)
          imaginary += noise[frame * size + i]! * Math.sin(angle)
        }
        power += (real * real + imaginary * imaginary) / size / frames
      }
      expect(power, `bin ${bin}`).toBeGreaterThan(1 - 5 / Math.sqrt(frames))
      expect(power, `bin ${bin}`).toBeLessThan(1 + 5 / Math.sqrt(frames))
    }
  })

  it("makes the same bits everywhere", () => {
    expect([...sampleNoise(1, 0, 4)]).toMatchInlineSnapshot(`
      [
        1.316043734550476,
        1.261592984199524,
        -0.42117494344711304,
        -0.18780463933944702,
      ]
    `)
  })

  it("costs far less than a thousandth of the time its audio lasts", () => {
    const second = new Float32Array(22050)
    for (let i = 0; i < 20; i++) sampleNoise(1, i * second.length, second)
    const start = performance.now()
    for (let i = 0; i < 50; i++) sampleNoise(1, i * second.length, second)
    expect((performance.now() - start) / 50).toBeLessThan(5)
  })
})
