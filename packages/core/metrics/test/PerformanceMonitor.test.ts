import { assert, describe, it } from "@effect/vitest"
import { Effect, Exit, Fiber, Metric, Stream } from "effect"
import { TestClock } from "effect/testing"
import { monitored, Names, type Operation, PerformanceMonitor, type TimedAlert } from "../src/index.ts"

const good: Operation = {
  outcome: "completed",
  latency: 50,
  firstAudio: 8,
  samples: 44100,
  textLength: 40,
  quality: 0.95
}

/** Runs an effect with a monitor and a metric registry of its own. */
const withMonitor = <A, E>(effect: Effect.Effect<A, E, PerformanceMonitor>): Effect.Effect<A, E> =>
  effect.pipe(Effect.provide(PerformanceMonitor.layer()), Effect.provideService(Metric.MetricRegistry, new Map()))

const listen = <A>(stream: Stream.Stream<A>) =>
  Effect.gen(function* () {
    const heard: Array<A> = []
    yield* Effect.forkChild(
      Stream.runForEach(stream, (item) => Effect.sync(() => heard.push(item))),
      { startImmediately: true }
    )
    yield* Effect.yieldNow
    return heard
  })

describe("PerformanceMonitor", () => {
  it.effect("tells its listeners of alerts, once, with the time", () =>
    withMonitor(
      Effect.gen(function* () {
        const monitor = yield* PerformanceMonitor
        const [first, second] = [yield* listen(monitor.alerts), yield* listen(monitor.alerts)]
        yield* TestClock.adjust("3 seconds")
        for (let i = 0; i < 10; i++) yield* monitor.record({ ...good, latency: 250 })
        assert.deepStrictEqual(yield* monitor.active, ["latency"])
        yield* TestClock.adjust("1 seconds")
        for (let i = 0; i < 10; i++) yield* monitor.record(good)
        yield* TestClock.adjust("1 seconds")
        const seen = first.map(({ kind, state, at }) => [kind, state, at])
        assert.deepStrictEqual(seen, [
          ["latency", "raised", 3000],
          ["latency", "cleared", 4000]
        ])
        assert.deepStrictEqual(second, first)
        assert.deepStrictEqual(yield* monitor.active, [])
      })
    )
  )

  it.effect("sends a summary each hundred operations", () =>
    withMonitor(
      Effect.gen(function* () {
        const monitor = yield* PerformanceMonitor
        const summaries = yield* listen(monitor.summaries)
        for (let i = 0; i < 250; i++) yield* monitor.record(good)
        yield* TestClock.adjust("1 seconds")
        assert.deepStrictEqual(
          summaries.map((summary) => summary.operations),
          [100, 200]
        )
        assert.strictEqual((yield* monitor.summary).operations, 250)
      })
    )
  )

  it.effect("never waits for a listener who does not listen, and keeps the newest alerts for it", () =>
    withMonitor(
      Effect.gen(function* () {
        const monitor = yield* PerformanceMonitor
        const heard: Array<TimedAlert> = []
        const slow = Stream.runForEach(monitor.alerts, (alert) =>
          Effect.andThen(
            Effect.sync(() => heard.push(alert)),
            Effect.sleep("1 minute")
          )
        )
        yield* Effect.forkChild(slow, { startImmediately: true })
        yield* Effect.yieldNow
        for (let i = 0; i < 1000; i++) yield* monitor.record({ ...good, latency: i % 10 < 2 ? 250 : 50 })
        yield* TestClock.adjust("10 hours")
        assert.isAtMost(heard.length, 70)
        assert.strictEqual(heard.at(-1)?.operation, 997)
      })
    )
  )

  it.effect("counts in the registry of Effect, by outcome", () =>
    withMonitor(
      Effect.gen(function* () {
        const monitor = yield* PerformanceMonitor
        yield* monitor.record(good)
        yield* monitor.record({ ...good, latency: Number.NaN })
        yield* monitor.record({ outcome: "failed", latency: 300, samples: 0, textLength: 10 })
        const count = (outcome: string) => Metric.value(Metric.withAttributes(Names.requests, { outcome }))
        assert.strictEqual((yield* count("completed")).count, 2)
        assert.strictEqual((yield* count("failed")).count, 1)
        const latency = yield* Metric.value(Names.latency)
        assert.strictEqual(latency.count, 2)
        assert.closeTo(latency.sum, 0.35, 1e-9)
        assert.strictEqual((yield* Metric.value(Names.firstAudio)).count, 2)
        assert.strictEqual((yield* Metric.value(Names.samples)).count, 88_200)
        const raised = yield* Metric.value(Metric.withAttributes(Names.alerts, { kind: "latency" }))
        assert.strictEqual(raised.count, 1)
      })
    )
  )

  it.effect("refuses impossible options with the option's name", () =>
    Effect.gen(function* () {
      const exit = yield* Effect.exit(Effect.provide(Effect.void, PerformanceMonitor.layer({ window: 1 })))
      assert.isTrue(Exit.isFailure(exit) && String(exit.cause).includes("window"))
    })
  )

  it.live("records in a few microseconds", () =>
    withMonitor(
      Effect.gen(function* () {
        const monitor = yield* PerformanceMonitor
        const run = (count: number) => Effect.repeat(monitor.record(good), { times: count })
        yield* run(5000)
        const start = performance.now()
        yield* run(5000)
        assert.isBelow(((performance.now() - start) * 1000) / 5000, 50)
      })
    )
  )
})

describe("monitored", () => {
  const chunk = { samples: new Float32Array(1000) }
  const options = { textLength: () => 20, quality: () => 0.9 }

  /** Three chunks, each after 30 ms of work. */
  const utterance = Stream.fromIterable([chunk, chunk, chunk]).pipe(
    Stream.rechunk(1),
    Stream.tap(() => Effect.sleep("30 millis"))
  )

  /** What the monitor knows after a use of a stream, with an hour of virtual time. */
  const summaryAfter = <E>(use: Effect.Effect<unknown, E, PerformanceMonitor>) =>
    withMonitor(
      Effect.gen(function* () {
        const fiber = yield* Effect.forkChild(Effect.exit(use), { startImmediately: true })
        yield* TestClock.adjust("1 hour")
        yield* Fiber.join(fiber)
        return yield* (yield* PerformanceMonitor).summary
      })
    )

  it.effect("records first audio, work and samples of an utterance", () =>
    Effect.gen(function* () {
      const summary = yield* summaryAfter(Stream.runDrain(utterance.pipe(monitored(options))))
      assert.deepStrictEqual(summary.outcomes, { completed: 1, failed: 0, stopped: 0 })
      assert.strictEqual(summary.firstAudio?.mean, 30)
      assert.strictEqual(summary.latency?.mean, 90)
      assert.closeTo(summary.latencyPerCharacter?.mean ?? 0, 4.5, 1e-9)
      assert.closeTo(summary.throughput?.mean ?? 0, 3000 / 0.09, 1e-6)
      assert.strictEqual(summary.quality?.mean, 0.9)
    })
  )

  it.effect("passes the audio on untouched", () =>
    Effect.gen(function* () {
      const chunks = yield* withMonitor(Stream.runCollect(Stream.fromIterable([chunk, chunk]).pipe(monitored(options))))
      assert.deepStrictEqual(chunks, [chunk, chunk])
      assert.strictEqual(chunks[0], chunk)
    })
  )

  it.effect("does not count the listener's time as work", () =>
    Effect.gen(function* () {
      const slow = Stream.runForEach(utterance.pipe(monitored(options)), () => Effect.sleep("10 seconds"))
      const summary = yield* summaryAfter(slow)
      assert.strictEqual(summary.latency?.mean, 90)
    })
  )

  it.effect("counts an utterance that fails, with the time until then", () =>
    Effect.gen(function* () {
      const failing = Stream.concat(utterance, Stream.fail("the model broke"))
      const summary = yield* summaryAfter(Stream.runDrain(failing.pipe(monitored(options))))
      assert.deepStrictEqual(summary.outcomes, { completed: 0, failed: 1, stopped: 0 })
      assert.strictEqual(summary.latency?.mean, 90)
      assert.strictEqual(summary.firstAudio?.mean, 30)
    })
  )

  it.effect("counts the quality of an utterance that fails before it is heard as 0", () =>
    Effect.gen(function* () {
      const failing = Stream.fail("the model broke").pipe(Stream.as(chunk), monitored(options))
      assert.strictEqual((yield* summaryAfter(Stream.runDrain(failing))).quality?.mean, 0)
    })
  )

  it.effect("counts an utterance whose listener leaves, or that is interrupted, as stopped", () =>
    Effect.gen(function* () {
      const left = yield* summaryAfter(Stream.runDrain(utterance.pipe(monitored(options), Stream.take(1))))
      assert.deepStrictEqual(left.outcomes, { completed: 0, failed: 0, stopped: 1 })
      assert.strictEqual(left.firstAudio?.count, 1)
      assert.isUndefined(left.latency)
      const interrupted = yield* summaryAfter(
        Effect.timeout(Stream.runDrain(utterance.pipe(monitored(options))), "40 millis")
      )
      assert.deepStrictEqual(interrupted.outcomes, { completed: 0, failed: 0, stopped: 1 })
    })
  )

  it.effect("leaves the listener's own failure to the listener", () =>
    Effect.gen(function* () {
      const broken = Stream.runForEach(utterance.pipe(monitored(options)), () => Effect.fail("the speaker broke"))
      assert.deepStrictEqual((yield* summaryAfter(broken)).outcomes, { completed: 0, failed: 0, stopped: 1 })
    })
  )
})
