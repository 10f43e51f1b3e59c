import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { RollingWindow, statistics } from "../src/index.ts"

const numbers = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 200 })

describe("statistics", () => {
  it("has percentiles by nearest rank, also where n * p is whole", () => {
    const upTo = (n: number) => statistics(Array.from({ length: n }, (_, i) => n - i))
    expect(upTo(100)).toEqual({
      count: 100,
      mean: expect.closeTo(50.5, 9),
      min: 1,
      max: 100,
      p50: 50,
      p95: 95,
      p99: 99
    })
    expect(upTo(20)).toMatchObject({ p50: 10, p95: 19, p99: 20 })
    expect(upTo(1000)).toMatchObject({ p50: 500, p95: 950, p99: 990 })
    expect(upTo(1)).toMatchObject({ mean: 1, p50: 1, p95: 1, p99: 1 })
    expect(upTo(2)).toMatchObject({ p50: 1, p95: 2, p99: 2 })
  })

  it("has percentiles that are the smallest value which enough values do not exceed", () => {
    fc.assert(
      fc.property(numbers, (values) => {
        const s = statistics(values)!
        for (const [percent, value] of [
          [50, s.p50],
          [95, s.p95],
          [99, s.p99]
        ] as const) {
          const needed = (percent * values.length) / 100
          expect(values.filter((v) => v <= value).length).toBeGreaterThanOrEqual(needed - 1e-9)
          expect(values.filter((v) => v < value).length).toBeLessThan(needed)
        }
        expect(s.min).toBe(Math.min(...values))
        expect(s.max).toBe(Math.max(...values))
        expect(s.mean).toBeCloseTo(values.reduce((a, b) => a + b, 0) / values.length, 3)
      })
    )
  })

  it("does not exist for nothing, and leaves out what is not a number", () => {
    expect(statistics([])).toBeUndefined()
    expect(statistics([Number.NaN, Infinity])).toBeUndefined()
    expect(statistics([Number.NaN, 2, Infinity, 1])).toMatchObject({ count: 2, mean: 1.5, max: 2 })
  })

  it("does not change its input", () => {
    const values = [3, 1, 2]
    statistics(values)
    expect(values).toEqual([3, 1, 2])
  })
})

describe("RollingWindow", () => {
  it("keeps the newest values in order", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), fc.array(fc.double(), { maxLength: 80 }), (capacity, values) => {
        const window = new RollingWindow(capacity)
        for (const value of values) window.push(value)
        const kept = values.filter(Number.isFinite).slice(-capacity)
        expect([...window.values()]).toEqual(kept)
        expect(window.length).toBe(kept.length)
      })
    )
  })

  it("has the mean of any run counted from the newest", () => {
    fc.assert(
      fc.property(numbers, fc.nat(20), fc.integer({ min: 1, max: 20 }), (values, skip, count) => {
        const window = new RollingWindow(50)
        for (const value of values) window.push(value)
        const kept = values.slice(-50)
        const run = kept.slice(0, kept.length - skip).slice(-count)
        const mean = window.mean(skip, count)
        if (kept.length < skip + count) expect(mean).toBeNaN()
        else expect(mean).toBeCloseTo(run.reduce((a, b) => a + b, 0) / count, 4)
      })
    )
  })

  it("refuses an impossible capacity", () => {
    for (const capacity of [0, 2.5, Number.NaN]) expect(() => new RollingWindow(capacity)).toThrow(RangeError)
  })
})
