import { assert, describe, it } from "@effect/vitest"
import { Effect, Metric } from "effect"
import fc from "fast-check"
import { formatPrometheus, Names, prometheusText } from "../src/index.ts"

/** The exposition of a registry of its own after some updates. */
const text = (update: Effect.Effect<unknown>) =>
  Effect.andThen(update, prometheusText).pipe(Effect.provideService(Metric.MetricRegistry, new Map()))

const sampleLine =
  /^[a-zA-Z_:][a-zA-Z0-9_:]*(\{[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\["\\n])*"(,[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\["\\n])*")*\})? (NaN|[+-]Inf|-?\d[\d.e+-]*)$/

describe("Prometheus text", () => {
  it.effect("has counters with _total, once declared for all their labels", () =>
    Effect.gen(function* () {
      const output = yield* text(
        Effect.all([
          Metric.update(Metric.withAttributes(Names.requests, { outcome: "completed" }), 3),
          Metric.update(Metric.withAttributes(Names.requests, { outcome: "failed" }), 1)
        ])
      )
      assert.strictEqual(
        output,
        "# HELP parlando_synthesis_requests_total Finished requests for speech\n" +
          "# TYPE parlando_synthesis_requests_total counter\n" +
          'parlando_synthesis_requests_total{outcome="completed"} 3\n' +
          'parlando_synthesis_requests_total{outcome="failed"} 1\n'
      )
    })
  )

  it.effect("has histograms with cumulative buckets, +Inf, sum and count, and the unit in the name", () =>
    Effect.gen(function* () {
      const histogram = Metric.histogram("parlando.step", {
        boundaries: [0.1, 0.5, Infinity],
        attributes: { unit: "seconds", model: "vocoder" }
      })
      const output = yield* text(Effect.forEach([0.05, 0.1, 0.3, 7], (value) => Metric.update(histogram, value)))
      assert.strictEqual(
        output,
        "# TYPE parlando_step_seconds histogram\n" +
          'parlando_step_seconds_bucket{model="vocoder",le="0.1"} 2\n' +
          'parlando_step_seconds_bucket{model="vocoder",le="0.5"} 3\n' +
          'parlando_step_seconds_bucket{model="vocoder",le="+Inf"} 4\n' +
          'parlando_step_seconds_sum{model="vocoder"} 7.45\n' +
          'parlando_step_seconds_count{model="vocoder"} 4\n'
      )
    })
  )

  it.effect("has gauges, frequencies and summaries", () =>
    Effect.gen(function* () {
      const output = yield* text(
        Effect.all([
          Metric.update(Names.activeUtterances, 4),
          Metric.update(Metric.frequency("errors"), "busy"),
          Metric.update(Metric.summary("size", { maxAge: "1 minute", maxSize: 10, quantiles: [0.5] }), 3),
          Metric.update(Metric.counter("balance"), -2)
        ])
      )
      assert.include(output, "# TYPE parlando_utterances_active gauge\nparlando_utterances_active 4\n")
      assert.include(output, '# TYPE errors_total counter\nerrors_total{key="busy"} 1\n')
      assert.include(output, '# TYPE size summary\nsize{quantile="0.5"} 3\nsize_sum 3\nsize_count 1\n')
      assert.include(output, "# TYPE balance gauge\nbalance -2\n")
    })
  )

  it.effect("escapes help and labels, and makes names valid", () =>
    Effect.gen(function* () {
      const output = yield* text(
        Metric.update(
          Metric.gauge("7 bad-näme", { description: "a \\ and\na line", attributes: { "the-key": 'a "b" \\ c\nd' } }),
          Infinity
        )
      )
      assert.strictEqual(
        output,
        "# HELP _7_bad_n_me a \\\\ and\\na line\n# TYPE _7_bad_n_me gauge\n" +
          '_7_bad_n_me{the_key="a \\"b\\" \\\\ c\\nd"} +Inf\n'
      )
    })
  )

  it.effect("gives two kinds of metric of one name two names", () =>
    Effect.gen(function* () {
      const output = yield* text(
        Effect.all([Metric.update(Metric.gauge("a.b"), 1), Metric.update(Metric.frequency("a_b"), "x")])
      )
      const clash = yield* text(
        Effect.all([
          Metric.update(Metric.gauge("a.b"), 1),
          Metric.update(Metric.histogram("a_b", { boundaries: [1] }), 1)
        ])
      )
      for (const result of [output, clash]) {
        const types = result.split("\n").filter((line) => line.startsWith("# TYPE"))
        assert.strictEqual(new Set(types.map((line) => line.split(" ")[2])).size, 2)
      }
    })
  )

  it("is well formed, whatever the names, attributes and values", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(
            fc.string({ minLength: 1, unit: "binary" }),
            fc.dictionary(fc.string({ minLength: 1 }), fc.string({ unit: "binary" })),
            fc.double()
          )
        ),
        (gauges) => {
          const output = formatPrometheus(
            gauges.map(([id, attributes, value]) => ({
              id,
              type: "Gauge" as const,
              description: undefined,
              attributes,
              state: { value }
            }))
          )
          for (const line of output.split("\n").slice(0, -1)) {
            if (!line.startsWith("# TYPE ")) assert.match(line, sampleLine)
          }
        }
      )
    )
  })

  it("is nothing for nothing", () => {
    assert.strictEqual(formatPrometheus([]), "")
  })

  it("has one name for each metric, span and attribute", () => {
    const groups = [Names.metricNames, Names.spanNames, Names.utteranceAttributes]
    const names = groups.flatMap((group) => Object.values<string>(group))
    assert.strictEqual(new Set(names).size, names.length)
    for (const name of names) assert.match(name, /^parlando(\.[a-z_]+)+$/)
  })
})
