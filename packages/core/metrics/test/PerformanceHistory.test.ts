import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type Alert, formatSummary, type Operation, PerformanceHistory, type PerformanceOptions } from "../src/index.ts"

const good: Operation = {
  outcome: "completed",
  latency: 50,
  firstAudio: 8,
  samples: 44100,
  textLength: 40,
  quality: 0.95
}

const repeat = (count: number, operation: Partial<Operation> = {}): Array<Operation> =>
  Array.from({ length: count }, () => ({ ...good, ...operation }))

/** The alerts of a series of operations, as `kind state @operation`. */
const alerts = (operations: ReadonlyArray<Operation>, options?: PerformanceOptions): Array<string> => {
  const history = new PerformanceHistory(options)
  return operations
    .flatMap((operation) => history.record(operation))
    .filter((event): event is Alert => event._tag === "Alert")
    .map(({ kind, state, operation }) => `${kind} ${state} @${operation}`)
}

describe("PerformanceHistory", () => {
  it("is calm while all is well", () => {
    expect(alerts(repeat(2500))).toEqual([])
  })

  it("raises one alert past each of the seed's thresholds", () => {
    expect(alerts([good, ...repeat(9, { latency: 201 })])).toEqual(["latency raised @2"])
    expect(alerts([good, ...repeat(9, { firstAudio: 201 })])).toEqual(["first-audio raised @2"])
    expect(alerts([good, ...repeat(9, { latency: 150, samples: 1499 })])).toEqual(["throughput raised @2"])
    expect(alerts([good, ...repeat(9, { quality: 0.69 })])).toEqual(["quality raised @2"])
  })

  it("takes a value at the threshold for good", () => {
    expect(alerts(repeat(20, { latency: 200, firstAudio: 200, samples: 2000, quality: 0.7 }))).toEqual([])
  })

  it("clears an alert once things have been good for a while", () => {
    const series = [...repeat(1, { latency: 250 }), ...repeat(3, { latency: 190 }), ...repeat(6)]
    expect(alerts(series)).toEqual(["latency raised @1", "latency cleared @9"])
  })

  it("has thresholds that can be set", () => {
    const options = {
      maxLatency: "20 millis",
      maxFirstAudio: 5,
      minThroughput: 1e6,
      minQuality: 0.99,
      calm: 1
    } as const
    expect(alerts([good], options)).toEqual([
      "latency raised @1",
      "throughput raised @1",
      "first-audio raised @1",
      "quality raised @1"
    ])
  })

  it("raises the trend when the newest 20 are over twice the 20 before, from 50 on, and clears it", () => {
    const step = (at: number, after: number) => [...repeat(at, { latency: 10 }), ...repeat(90, { latency: after })]
    expect(alerts(step(60, 25)).filter((alert) => alert.startsWith("latency-trend"))).toEqual([
      "latency-trend raised @74",
      "latency-trend cleared @93"
    ])
    expect(alerts(step(60, 19)).filter((alert) => alert.startsWith("latency-trend"))).toEqual([])
    expect(alerts(step(29, 25)).filter((alert) => alert.startsWith("latency-trend"))).toEqual([
      "latency-trend raised @50",
      "latency-trend cleared @62"
    ])
    expect(alerts(step(5, 25)).filter((alert) => alert.startsWith("latency-trend"))).toEqual([])
  })

  it("sees a drift far slower than the trend's window", () => {
    const series = Array.from({ length: 3000 }, (_, i) => ({ ...good, latency: 30 * 1.0003 ** i }))
    expect(alerts(series)).toEqual(["latency-drift raised @1500"])
    const series2 = [...series.slice(0, 1600), ...repeat(400, { latency: 30 })]
    expect(alerts(series2)).toEqual(["latency-drift raised @1500", "latency-drift cleared @1700"])
  })

  it("does not take longer texts for a drift", () => {
    const series = Array.from({ length: 3000 }, (_, i) => ({ ...good, latency: 10 + i / 20, textLength: 10 + i / 20 }))
    expect(alerts(series)).toEqual([])
  })

  it("counts failures and includes their time and their quality", () => {
    const history = new PerformanceHistory()
    for (const operation of [...repeat(3), ...repeat(1, { outcome: "stopped", latency: 1 })]) history.record(operation)
    history.record({ outcome: "failed", latency: 700, samples: 0, textLength: 40 })
    const summary = history.summary()
    expect(summary.outcomes).toEqual({ completed: 3, failed: 1, stopped: 1 })
    expect(summary.failureRate).toBe(0.2)
    expect(summary.latency).toMatchObject({ count: 4, max: 700, min: 50 })
    expect(summary.quality).toMatchObject({ count: 5, min: 0 })
    expect(summary.throughput).toMatchObject({ min: 0 })
    expect(summary.firstAudio).toMatchObject({ count: 4 })
    expect(summary.active).toEqual(["latency", "throughput", "quality"])
  })

  it("raises the failure rate, and forgets failures that have left the window", () => {
    const failure = { outcome: "failed", quality: 1 } as const
    const series = [...repeat(30), ...repeat(5, failure), ...repeat(1000)]
    const seen = alerts(series).filter((alert) => alert.startsWith("failure-rate"))
    expect(seen).toEqual(["failure-rate raised @32", "failure-rate cleared @116"])
    const history = new PerformanceHistory({ window: 50 })
    for (const operation of [...repeat(10, failure), ...repeat(50)]) history.record(operation)
    expect(history.summary()).toMatchObject({ operations: 60, failureRate: 0, outcomes: { completed: 50, failed: 0 } })
  })

  it("normalises latency by the length of the text", () => {
    const history = new PerformanceHistory()
    history.record({ ...good, latency: 80, textLength: 40 })
    history.record({ ...good, latency: 80, textLength: 0 })
    expect(history.summary().latencyPerCharacter).toMatchObject({ count: 1, mean: 2 })
  })

  it("keeps the newest thousand and sums them up each hundredth", () => {
    const history = new PerformanceHistory()
    const events = repeat(1200, { latency: 10 }).flatMap((operation) => history.record(operation))
    const summaries = events.filter((event) => event._tag === "Summary")
    expect(summaries.map((summary) => summary.operations)).toEqual(Array.from({ length: 12 }, (_, i) => (i + 1) * 100))
    expect(summaries.map((summary) => summary.latency?.count)).toEqual([
      ...Array.from({ length: 10 }, (_, i) => (i + 1) * 100),
      1000,
      1000
    ])
  })

  it("has an empty summary before anything happened", () => {
    const summary = new PerformanceHistory().summary()
    expect(summary).toMatchObject({ operations: 0, failureRate: 0, active: [] })
    expect(summary.latency).toBeUndefined()
    expect(formatSummary(summary)).toContain("none measured")
  })

  it("prints a summary for people", () => {
    const history = new PerformanceHistory()
    for (const operation of repeat(100)) history.record(operation)
    expect(formatSummary(history.summary())).toMatchInlineSnapshot(`
      "100 operations; newest: 100 completed, 0 failed, 0 stopped
      first audio           mean 8.0  min 8.0  max 8.0  p50 8.0  p95 8.0  p99 8.0  ms
      latency               mean 50.0  min 50.0  max 50.0  p50 50.0  p95 50.0  p99 50.0  ms
      latency per character mean 1.250  min 1.250  max 1.250  p50 1.250  p95 1.250  p99 1.250  ms
      throughput            mean 882000  min 882000  max 882000  p50 882000  p95 882000  p99 882000  samples/s
      quality               mean 0.950  min 0.950  max 0.950  p50 0.950  p95 0.950  p99 0.950  of 1
      alerts: none"
    `)
  })

  it("survives any measurement", () => {
    const operations: fc.Arbitrary<Operation> = fc.record(
      {
        outcome: fc.constantFrom("completed" as const, "failed" as const, "stopped" as const),
        latency: fc.double(),
        firstAudio: fc.double(),
        samples: fc.nat(),
        textLength: fc.nat(1000),
        quality: fc.double()
      },
      { requiredKeys: ["outcome", "latency", "samples", "textLength"] }
    )
    fc.assert(
      fc.property(fc.array(operations, { maxLength: 150 }), (series) => {
        const history = new PerformanceHistory({ window: 50, summaryEvery: 10 })
        for (const operation of series) history.record(operation)
        const { latency, firstAudio, throughput } = history.summary()
        for (const statistic of [latency, firstAudio, throughput]) {
          for (const value of Object.values(statistic ?? {})) expect(value).toBeGreaterThanOrEqual(0)
        }
      }),
      { numRuns: 50 }
    )
  })

  it("refuses impossible options and says which", () => {
    expect(() => new PerformanceHistory({ window: 49 })).toThrow(/window .* at least 50/)
    expect(() => new PerformanceHistory({ summaryEvery: 0 })).toThrow(/summaryEvery/)
    expect(() => new PerformanceHistory({ calm: 1.5 })).toThrow(/calm/)
    expect(() => new PerformanceHistory({ minQuality: Number.NaN })).toThrow(/minQuality/)
  })

  it("records an operation in a few microseconds at most, summaries included", () => {
    const history = new PerformanceHistory()
    const run = (count: number) => {
      for (let i = 0; i < count; i++) history.record(good)
    }
    run(20_000)
    const start = performance.now()
    run(20_000)
    expect(((performance.now() - start) * 1000) / 20_000).toBeLessThan(20)
  })
})
