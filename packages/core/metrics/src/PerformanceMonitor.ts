import { Clock, Context, Effect, Layer, Metric, PubSub, Stream } from "effect"
import * as Names from "./Names.ts"
import type { Operation, Outcome } from "./Operation.ts"
import {
  type Alert,
  type AlertKind,
  PerformanceHistory,
  type PerformanceOptions,
  type PerformanceSummary
} from "./PerformanceHistory.ts"

/** An alert and when it happened: milliseconds since 1970 by Effect's clock. */
export interface TimedAlert extends Alert {
  readonly at: number
}

/**
 * Watches how fast and how well speech is made: a {@link PerformanceHistory} as a service, which also updates the Effect
 * metrics of `Names` in the registry of whoever built the layer.
 *
 * @example
 * ```ts
 * import { PerformanceMonitor } from "@parlando/metrics"
 * import { Effect, Stream } from "effect"
 *
 * const program = Effect.gen(function* () {
 *   const monitor = yield* PerformanceMonitor
 *   yield* Effect.forkScoped(Stream.runForEach(monitor.alerts, (alert) => Effect.logWarning(alert.kind, alert.value)))
 *   yield* monitor.record({ outcome: "completed", latency: 40, firstAudio: 8, samples: 44100, textLength: 30 })
 *   return yield* monitor.summary
 * })
 * Effect.runPromise(program.pipe(Effect.scoped, Effect.provide(PerformanceMonitor.layer())))
 * ```
 */
export class PerformanceMonitor extends Context.Service<
  PerformanceMonitor,
  {
    /** Records a finished operation. Never fails and never waits. */
    readonly record: (operation: Operation) => Effect.Effect<void>
    /** The state of the newest operations. */
    readonly summary: Effect.Effect<PerformanceSummary>
    /** The alerts that are raised now. */
    readonly active: Effect.Effect<ReadonlyArray<AlertKind>>
    /** Alerts from now on. A listener that falls more than 64 behind misses the oldest. */
    readonly alerts: Stream.Stream<TimedAlert>
    /** A summary each hundred operations (`summaryEvery`) from now on. A slow listener misses the oldest. */
    readonly summaries: Stream.Stream<PerformanceSummary>
  }
>()("@parlando/metrics/PerformanceMonitor") {
  /** A monitor with options of its own. An impossible option is a defect whose message says which. */
  static readonly layer = (options: PerformanceOptions = {}): Layer.Layer<PerformanceMonitor> =>
    Layer.effect(PerformanceMonitor, make(options))
}

const outcomeCounters: Readonly<Record<Outcome, Metric.Counter<number>>> = {
  completed: Metric.withAttributes(Names.requests, { outcome: "completed" }),
  failed: Metric.withAttributes(Names.requests, { outcome: "failed" }),
  stopped: Metric.withAttributes(Names.requests, { outcome: "stopped" })
}

/** Whether a metric may take the value: one NaN would spoil its sum for good. */
const usable = (value: number | undefined): value is number => value !== undefined && value >= 0 && value < Infinity

const updateMetrics = (operation: Operation, context: Context.Context<never>): void => {
  const { outcome, latency, firstAudio, samples, textLength, quality } = operation
  outcomeCounters[outcome].updateUnsafe(1, context)
  if (usable(samples)) Names.samples.updateUnsafe(samples, context)
  if (usable(textLength)) Names.characters.updateUnsafe(textLength, context)
  if (usable(firstAudio)) Names.firstAudio.updateUnsafe(firstAudio / 1000, context)
  if (usable(quality)) Names.quality.updateUnsafe(quality, context)
  if (!usable(latency)) return
  if (latency > 0) Names.throughput.updateUnsafe((samples / latency) * 1000, context)
  if (outcome === "stopped") return
  Names.latency.updateUnsafe(latency / 1000, context)
  if (textLength > 0) Names.latencyPerCharacter.updateUnsafe(latency / textLength / 1000, context)
}

const make = Effect.fnUntraced(function* (options: PerformanceOptions) {
  const context = yield* Effect.context<never>()
  const clock = yield* Clock.Clock
  const history = new PerformanceHistory(options)
  const alerts = yield* Effect.acquireRelease(PubSub.sliding<TimedAlert>(64), PubSub.shutdown)
  const summaries = yield* Effect.acquireRelease(PubSub.sliding<PerformanceSummary>(8), PubSub.shutdown)

  const publish = Effect.fnUntraced(function* (events: ReadonlyArray<Alert | PerformanceSummary>) {
    for (const event of events) {
      if (event._tag === "Summary") {
        yield* PubSub.publish(summaries, event)
      } else {
        if (event.state === "raised") {
          Metric.withAttributes(Names.alerts, { kind: event.kind }).updateUnsafe(1, context)
        }
        yield* PubSub.publish(alerts, { ...event, at: clock.currentTimeMillisUnsafe() })
      }
    }
  })

  return PerformanceMonitor.of({
    record: (operation) =>
      Effect.suspend(() => {
        updateMetrics(operation, context)
        const events = history.record(operation)
        return events.length === 0 ? Effect.void : publish(events)
      }),
    summary: Effect.sync(() => history.summary()),
    active: Effect.sync(() => history.active),
    alerts: Stream.fromPubSub(alerts),
    summaries: Stream.fromPubSub(summaries)
  })
})
