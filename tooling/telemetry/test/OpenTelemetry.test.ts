import { createServer } from "node:http"
import { createRequire } from "node:module"
import type { AddressInfo } from "node:net"
import { dirname, join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { Names, PerformanceMonitor } from "@parlando/metrics"
import { Effect, Layer, Metric } from "effect"
import { FetchHttpClient } from "effect/http"
import { Otlp } from "effect/observability"
import { exported } from "../example/export.ts"
import { type Received, type ReceivedPoint, type ReceivedSpan, receive } from "./collector/received.ts"
import { conversation, greeting, speech } from "./conversation.ts"
import { startProcess } from "./startProcess.ts"

/** With metrics of its own. */
const alone = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.suspend(() => Effect.provideService(effect, Metric.MetricRegistry, new Map()))

describe("a collector that speaks OTLP in JSON", () => {
  const collected = Effect.gen(function* () {
    const collector = yield* startProcess(join(import.meta.dirname, "collector", "main.ts"))
    const baseUrl = yield* collector.said(/^\{"listening":"(.+)"\}$/)
    const otlp = Otlp.layerJson({ baseUrl, resource: { serviceName: "conversation" } })
    const telemetry = PerformanceMonitor.layer({ maxLatency: 0 }).pipe(
      Layer.provideMerge(otlp),
      Layer.provide(FetchHttpClient.layer)
    )
    yield* Effect.provide(conversation, Layer.provideMerge(speech, telemetry))
    const lines = yield* collector.stop
    return lines.slice(1).map((line) => JSON.parse(line) as Received)
  }).pipe(Effect.scoped, alone)

  it.live("gets a span for every utterance, and every metric that has a name", () =>
    Effect.gen(function* () {
      const received = yield* collected
      assert.deepStrictEqual(
        received.filter((line) => "refused" in line),
        []
      )

      const spans = received.filter((line): line is ReceivedSpan => "span" in line)
      const caller = spans.find(({ span }) => span === "conversation")!
      const utterances = spans.filter(({ span }) => span === Names.spanNames.utterance)
      const { voice, outcome, characters, samples, firstAudio, quality } = Names.utteranceAttributes
      assert.deepStrictEqual(
        utterances.map(({ attributes, status }) => [attributes[outcome], status]),
        [
          ["completed", 1],
          ["completed", 1],
          ["failed", 2],
          ["stopped", 0]
        ]
      )
      for (const { attributes, parent, milliseconds } of utterances) {
        assert.strictEqual(parent, caller.id)
        assert.match(String(attributes[voice]), /^.+@.+@.+$/)
        assert.isBelow(milliseconds, caller.milliseconds)
        const heard = attributes[outcome] !== "failed"
        assert.strictEqual(Number(attributes[samples]) > 0, heard)
        assert.strictEqual(Number(attributes[firstAudio]) > 0, heard)
        assert.strictEqual(Number(attributes[quality]) > 0, heard)
      }
      assert.strictEqual(utterances[0]!.attributes[characters], greeting.length)

      const points = received.filter((line): line is ReceivedPoint => "metric" in line)
      assert.sameMembers([...new Set(points.map(({ metric }) => metric))], Object.values(Names.metricNames))
      /** What was exported last. */
      const last = (name: string, attribute?: string, value?: string) =>
        points.findLast(
          ({ metric, attributes }) => metric === name && (attribute === undefined || attributes[attribute] === value)
        )
      const {
        requests,
        cacheLookups,
        alerts,
        activeUtterances,
        refusedUtterances,
        latency,
        quality: good
      } = Names.metricNames
      assert.strictEqual(last(requests, "outcome", "completed")?.value, 2)
      assert.strictEqual(last(requests, "outcome", "failed")?.value, 1)
      assert.strictEqual(last(requests, "outcome", "stopped")?.value, 1)
      assert.isAbove(last(cacheLookups, "result", "hit")!.value, 0)
      assert.isAbove(last(cacheLookups, "result", "miss")!.value, 0)
      assert.strictEqual(last(alerts, "kind", "latency")?.value, 1)
      assert.strictEqual(last(refusedUtterances)?.value, 1)
      assert.deepInclude(last(activeUtterances), { type: "gauge", value: 0 })
      assert.deepInclude(last(latency), { type: "histogram", unit: "s", value: 3 })
      assert.deepInclude(last(good), { type: "histogram", unit: "1" })
      assert.strictEqual(
        last(Names.metricNames.samples)?.value,
        utterances.reduce((sum, { attributes }) => sum + Number(attributes[samples]), 0)
      )
    })
  )

  it("refuses what is not OTLP", () => {
    const resource = { attributes: [{ key: "service.name", value: { stringValue: "a" } }] }
    const span = {
      traceId: "0123456789abcdef0123456789abcdef",
      spanId: "0123456789abcdef",
      name: "a",
      kind: 1,
      startTimeUnixNano: "1700000000000000000",
      endTimeUnixNano: "1700000000000000001",
      attributes: [],
      events: [],
      links: [],
      status: { code: 1 }
    }
    const traces = (changes: object) =>
      receive(
        "/v1/traces",
        JSON.stringify({
          resourceSpans: [{ resource, scopeSpans: [{ scope: { name: "s" }, spans: [{ ...span, ...changes }] }] }]
        })
      )
    assert.isTrue(traces({}).every((line) => "span" in line))
    for (const changes of [
      { traceId: "0".repeat(32) },
      { spanId: "abc" },
      { name: "" },
      { endTimeUnixNano: "1600000000000000000" },
      { startTimeUnixNano: undefined },
      { attributes: [{ key: "a", value: {} }] },
      { attributes: ["1", "2"].map((intValue) => ({ key: "a", value: { intValue } })) },
      { status: { code: 3 } },
      { colour: "blue" }
    ]) {
      assert.isTrue(
        traces(changes).some((line) => "refused" in line),
        JSON.stringify(changes)
      )
    }

    const point = {
      attributes: [],
      startTimeUnixNano: "1700000000000000000",
      timeUnixNano: "1700000000000000001",
      count: 3,
      sum: 6,
      bucketCounts: [1, 2],
      explicitBounds: [1]
    }
    const histogram = (changes: object) => {
      const dataPoints = [{ ...point, ...changes }]
      const metrics = [{ name: "a", histogram: { aggregationTemporality: 2, dataPoints } }]
      return receive(
        "/v1/metrics",
        JSON.stringify({ resourceMetrics: [{ resource, scopeMetrics: [{ scope: { name: "s" }, metrics }] }] })
      )
    }
    assert.isTrue(histogram({}).every((line) => "metric" in line))
    for (const changes of [{ count: 4 }, { bucketCounts: [3] }, { explicitBounds: [2, 1] }, { sum: null }]) {
      assert.isTrue(
        histogram(changes).some((line) => "refused" in line),
        JSON.stringify(changes)
      )
    }
  })
})

/** A port that is free now. */
const freePort = Effect.promise(
  () =>
    new Promise<number>((resolve) => {
      const server = createServer().listen(0, "127.0.0.1", () => {
        const { port } = server.address() as AddressInfo
        server.close(() => resolve(port))
      })
    })
)

describe("autotel-devtools, a collector that others have written", () => {
  const script = join(dirname(createRequire(import.meta.url).resolve("autotel-devtools")), "cli.js")

  /** What the collector's own interface answers. */
  const ask = <Answer>(url: string, question?: object) =>
    Effect.promise(async () => {
      const headers = { "content-type": "application/json" }
      const post = { method: "POST", headers, body: JSON.stringify(question) }
      const answer = await fetch(url, question === undefined ? {} : post)
      return (await answer.json()) as Answer
    })

  interface Traces {
    readonly traces: ReadonlyArray<{
      readonly service: string
      readonly spans: ReadonlyArray<{
        readonly spanId: string
        readonly parentSpanId?: string
        readonly name: string
        readonly status: { readonly code: string }
        readonly attributes: Readonly<Record<string, unknown>>
      }>
    }>
  }

  interface Metrics {
    readonly metrics: ReadonlyArray<{ readonly name: string; readonly unit: string }>
  }

  interface Series {
    readonly series: ReadonlyArray<{
      readonly attributes: Readonly<Record<string, string>>
      readonly points: ReadonlyArray<{ readonly value?: number; readonly sum?: number }>
    }>
  }

  it.live("gets the spans and metrics in protobuf, exported as the README shows", () =>
    Effect.gen(function* () {
      const [port, grpcPort] = [yield* freePort, yield* freePort]
      const collector = yield* startProcess(script, ["--port", `${port}`, "--grpc-port", `${grpcPort}`])
      const baseUrl = yield* collector.said(/OTLP: +(http:.+)\/v1\/traces/)
      yield* Effect.provide(conversation, Layer.provideMerge(speech, exported(baseUrl)))

      const { traces } = yield* ask<Traces>(`${baseUrl}/v1/traces`)
      const trace = traces.find(({ spans }) => spans.some(({ name }) => name === "conversation"))!
      assert.strictEqual(trace.service, "my-assistant")
      const caller = trace.spans.find(({ name }) => name === "conversation")!
      const utterances = trace.spans.filter(({ name }) => name === Names.spanNames.utterance)
      assert.deepStrictEqual(
        utterances.map(({ attributes, status }) => [attributes[Names.utteranceAttributes.outcome], status.code]),
        [
          ["completed", "OK"],
          ["completed", "OK"],
          ["failed", "ERROR"],
          ["stopped", "UNSET"]
        ]
      )
      for (const { parentSpanId } of utterances) assert.strictEqual(parentSpanId, caller.spanId)

      const { metrics } = yield* ask<Metrics>(`${baseUrl}/api/metrics`)
      const names = metrics.map(({ name }) => name)
      const { alerts: _alerts, firstAudio, requests, ...others } = Names.metricNames
      assert.includeMembers(names, [firstAudio, requests, ...Object.values(others)])
      assert.strictEqual(metrics.find(({ name }) => name === firstAudio)?.unit, "s")
      const series = (name: string) => ask<Series>(`${baseUrl}/api/query/metrics`, { name })
      const counts = (yield* series(requests)).series.map(
        ({ attributes, points }) => [attributes["outcome"], points.at(-1)?.value] as const
      )
      assert.deepStrictEqual(Object.fromEntries(counts), { completed: 2, failed: 1, stopped: 1 })
      assert.isAbove((yield* series(firstAudio)).series[0]!.points.at(-1)!.sum!, 0)
    }).pipe(Effect.scoped, alone)
  )
})
