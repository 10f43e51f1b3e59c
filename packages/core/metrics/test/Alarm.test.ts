import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { Alarm, DriftDetector } from "../src/index.ts"

const options = { bad: "above", threshold: 200, recovered: 180, calm: 3 } as const

const changes = (alarm: Alarm, values: ReadonlyArray<number>): ReadonlyArray<string> =>
  values.map((value) => alarm.observe(value) ?? "-")

describe("Alarm", () => {
  it("is raised once, and cleared once after enough good values in a row", () => {
    expect(changes(new Alarm(options), [200, 201, 500, 170, 170, 190, 170, 170, 170, 170, 300])).toEqual(
      "- raised - - - - - - cleared - raised".split(" ")
    )
  })

  it("watches for low values as well", () => {
    const alarm = new Alarm({ bad: "below", threshold: 0.7, recovered: 0.77, calm: 1 })
    expect(changes(alarm, [0.7, 0.69, 0.75, 0.77, 0.7])).toEqual(["-", "raised", "-", "cleared", "-"])
  })

  it("does not flutter around its threshold", () => {
    const alarm = new Alarm(options)
    const values = Array.from({ length: 1000 }, (_, i) => (i % 2 === 0 ? 201 : 199))
    expect(changes(alarm, values).filter((change) => change !== "-")).toEqual(["raised"])
  })

  it("alternates between raised and cleared, whatever it sees", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.double({ min: 100, max: 300 }), fc.constant(Number.NaN))), (values) => {
        const alarm = new Alarm(options)
        const seen = changes(alarm, values).filter((change) => change !== "-")
        seen.forEach((change, i) => expect(change).toBe(i % 2 === 0 ? "raised" : "cleared"))
        expect(alarm.active).toBe(seen.length % 2 === 1)
      })
    )
  })
})

describe("DriftDetector", () => {
  const ratios = (costs: ReadonlyArray<number>): ReadonlyArray<number> => {
    const drift = new DriftDetector(10)
    return costs.map((cost) => drift.observe(cost, 1)).filter((ratio) => !Number.isNaN(ratio))
  }

  it("sees a drift that is too slow for neighbours to show", () => {
    const slow = ratios(Array.from({ length: 400 }, (_, i) => 10 * 1.003 ** i))
    expect(slow.at(-1)).toBeGreaterThan(3)
    expect(Math.max(...slow.slice(0, 5))).toBeLessThan(1.3)
  })

  it("sees no drift in a steady or an improving series", () => {
    for (const ratio of ratios(Array.from({ length: 400 }, (_, i) => 10 + (i % 7)))) expect(ratio).toBeLessThan(1.2)
    for (const ratio of ratios(Array.from({ length: 400 }, (_, i) => 100 - i / 5))) expect(ratio).toBeLessThanOrEqual(1)
  })

  it("is not fooled by a cold start", () => {
    const series = Array.from({ length: 300 }, (_, i) => (i < 10 ? 100 : i < 150 ? 10 : 20))
    expect(ratios(series).at(-1)).toBeCloseTo(2, 6)
  })
})
