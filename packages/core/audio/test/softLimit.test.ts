import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { softLimit } from "../src/index.ts"

const thresholds = fc.double({ min: 0, max: 0.99, noNaN: true })

describe("softLimit", () => {
  it("never lets anything out of [-1, 1], whatever comes in", () => {
    fc.assert(
      fc.property(fc.float32Array(), thresholds, (samples, threshold) => {
        for (const sample of softLimit(samples, threshold)) expect(Math.abs(sample)).toBeLessThanOrEqual(1)
      })
    )
    expect([...softLimit(Float32Array.of(Infinity, -Infinity, Number.NaN))]).toEqual([1, -1, 0])
  })

  it("passes what is below the threshold as it is", () => {
    fc.assert(
      fc.property(fc.float32Array({ min: -0.75, max: 0.75, noNaN: true }), (samples) => {
        expect(softLimit(samples, 0.75)).toBe(samples)
      })
    )
  })

  it("keeps order and has no corner at the threshold", () => {
    const ramp = Float32Array.from({ length: 4001 }, (_, i) => -2 + i / 1000)
    const limited = softLimit(ramp, 0.8)
    for (let i = 1; i < ramp.length; i++) {
      const step = limited[i]! - limited[i - 1]!
      expect(step).toBeGreaterThanOrEqual(0)
      expect(step).toBeLessThan(0.00101)
    }
  })

  it("sounds the same in one piece and in several", () => {
    fc.assert(
      fc.property(fc.float32Array({ min: -3, max: 3, noNaN: true }), fc.nat(), (samples, cut) => {
        const at = samples.length === 0 ? 0 : cut % samples.length
        const parts = [...softLimit(samples.subarray(0, at)), ...softLimit(samples.subarray(at))]
        expect(parts).toEqual([...softLimit(samples)])
      })
    )
  })

  it("refuses a threshold that leaves no room", () => {
    for (const threshold of [1, -0.1, Number.NaN]) {
      expect(() => softLimit(new Float32Array(1), threshold)).toThrow(RangeError)
    }
  })
})
