import { Duration } from "effect"
import { Alarm } from "./Alarm.ts"
import { DriftDetector } from "./DriftDetector.ts"
import type { Operation, Outcome } from "./Operation.ts"
import { RollingWindow } from "./RollingWindow.ts"
import { type Statistics, statistics } from "./Statistics.ts"

/** What an alert is about. */
export type AlertKind =
  | "latency"
  | "first-audio"
  | "throughput"
  | "quality"
  | "failure-rate"
  | "latency-trend"
  | "latency-drift"

/** A threshold has been passed (`raised`), or things have been good again for a while (`cleared`). */
export interface Alert {
  readonly _tag: "Alert"
  readonly kind: AlertKind
  readonly state: "raised" | "cleared"
  /**
   * What was seen: milliseconds (`latency`, `first-audio`), samples a second (`throughput`), 0-1 (`quality`, `failure-rate`), or
   * how many times slower (`latency-trend`, `latency-drift`).
   */
  readonly value: number
  /** In the same unit. */
  readonly threshold: number
  /** How many operations had been recorded, this one included. */
  readonly operation: number
}

/** The state of the newest operations. */
export interface PerformanceSummary {
  readonly _tag: "Summary"
  /** Operations recorded since the start. */
  readonly operations: number
  /** Of the operations in the window, how many ended how. */
  readonly outcomes: Readonly<Record<Outcome, number>>
  /** Failed operations over all in the window, 0-1. */
  readonly failureRate: number
  /** Milliseconds of work; failed operations are included with the time until they failed, stopped ones are not. */
  readonly latency: Statistics | undefined
  /** Milliseconds of work per character of the text, for the same operations. */
  readonly latencyPerCharacter: Statistics | undefined
  /** Milliseconds from the request to the first audio, for every request that had any. */
  readonly firstAudio: Statistics | undefined
  /** Samples per second of work. */
  readonly throughput: Statistics | undefined
  /** 0-1. */
  readonly quality: Statistics | undefined
  /** The alerts that are raised now. */
  readonly active: ReadonlyArray<AlertKind>
}

/** What a history keeps and when it raises an alert. */
export interface PerformanceOptions {
  /** Operations in the rolling window, at least 50; 1000 unless given. */
  readonly window?: number
  /** Operations between two summaries; 100 unless given. */
  readonly summaryEvery?: number
  /** Highest good latency; 200 ms unless given. */
  readonly maxLatency?: Duration.Input
  /** Highest good time to first audio; 200 ms unless given. */
  readonly maxFirstAudio?: Duration.Input
  /** Lowest good throughput in samples a second; 10,000 unless given. */
  readonly minThroughput?: number
  /** Lowest good quality, 0-1; 0.7 unless given. */
  readonly minQuality?: number
  /** Highest good failure rate, 0-1; 0.05 unless given. Judged from 20 operations on. */
  readonly maxFailureRate?: number
  /** How many operations in a row must have recovered before an alert is cleared; 5 unless given. */
  readonly calm?: number
}

const outcomes: ReadonlyArray<Outcome> = ["completed", "failed", "stopped"]
const failed = outcomes.indexOf("failed")
const stopped = outcomes.indexOf("stopped")

/** A value this far inside its threshold has recovered. */
const margin = 0.1
const trendSize = 20
const trendFrom = 50
const maxTrend = 2
const driftBlock = 100
const maxDrift = 1.5
const failureRateFrom = 20

const above = (threshold: number, calm: number, recovered = threshold * (1 - margin)): Alarm =>
  new Alarm({ bad: "above", threshold, recovered, calm })

const below = (threshold: number, calm: number, recovered = threshold * (1 + margin)): Alarm =>
  new Alarm({ bad: "below", threshold, recovered, calm })

const nothing: ReadonlyArray<never> = []

/**
 * Remembers the newest operations in fixed memory, and says when something is wrong: a value past its threshold, the newest
 * 20 latencies over twice the 20 before (from 50 on), or a slow drift (a block of 100 operations over 1.5 times the
 * milliseconds per character of the cheapest such block). Each alert is raised once and cleared once.
 *
 * Pure and synchronous; `PerformanceMonitor` is the same as an Effect service.
 *
 * @example
 * ```ts
 * import { PerformanceHistory } from "@parlando/metrics"
 *
 * const history = new PerformanceHistory()
 * const events = history.record({ outcome: "completed", latency: 250, firstAudio: 9, samples: 44100, textLength: 30 })
 * console.log(events) // [{ _tag: "Alert", kind: "latency", state: "raised", value: 250, threshold: 200, operation: 1 }]
 * console.log(history.summary().latency?.p95) // 250
 * ```
 */
export class PerformanceHistory {
  readonly #summaryEvery: number
  readonly #latency: RollingWindow
  readonly #latencyPerCharacter: RollingWindow
  readonly #firstAudio: RollingWindow
  readonly #throughput: RollingWindow
  readonly #quality: RollingWindow
  /** Index into `outcomes` of the newest operations, a ring. */
  readonly #outcomes: Uint8Array
  readonly #outcomeCounts = [0, 0, 0]
  readonly #drift = new DriftDetector(driftBlock)
  readonly #alarms: Readonly<Record<AlertKind, Alarm>>
  #operations = 0

  /** @throws RangeError when an option is impossible; the message says which. */
  constructor(options: PerformanceOptions = {}) {
    const { window = 1000, summaryEvery = 100, calm = 5 } = options
    const maxLatency = Duration.toMillis(options.maxLatency ?? 200)
    const maxFirstAudio = Duration.toMillis(options.maxFirstAudio ?? 200)
    const { minThroughput = 10_000, minQuality = 0.7, maxFailureRate = 0.05 } = options
    for (const [name, value, least] of [
      ["window", window, trendFrom],
      ["summaryEvery", summaryEvery, 1],
      ["calm", calm, 1]
    ] as const) {
      if (!Number.isInteger(value) || value < least) {
        throw new RangeError(`The monitor's ${name} must be a whole number of at least ${least}, not ${value}.`)
      }
    }
    for (const [name, value] of Object.entries({
      maxLatency,
      maxFirstAudio,
      minThroughput,
      minQuality,
      maxFailureRate
    })) {
      if (!(value >= 0)) throw new RangeError(`The monitor's ${name} must be at least 0, not ${value}.`)
    }
    this.#summaryEvery = summaryEvery
    this.#latency = new RollingWindow(window)
    this.#latencyPerCharacter = new RollingWindow(window)
    this.#firstAudio = new RollingWindow(window)
    this.#throughput = new RollingWindow(window)
    this.#quality = new RollingWindow(window)
    this.#outcomes = new Uint8Array(window)
    this.#alarms = {
      latency: above(maxLatency, calm),
      "first-audio": above(maxFirstAudio, calm),
      throughput: below(minThroughput, calm),
      quality: below(minQuality, calm, Math.min(minQuality * (1 + margin), (minQuality + 1) / 2)),
      "failure-rate": above(maxFailureRate, calm),
      "latency-trend": above(maxTrend, calm, (1 + maxTrend) / 2),
      "latency-drift": above(maxDrift, 1, (1 + maxDrift) / 2)
    }
  }

  /**
   * Records an operation and returns the alerts it raised or cleared, and a summary at each hundredth (`summaryEvery`).
   * Measurements that are not finite, or negative times, are left out.
   */
  record(operation: Operation): ReadonlyArray<Alert | PerformanceSummary> {
    const outcome = outcomes.indexOf(operation.outcome)
    this.#recordOutcome(outcome)
    const events: Array<Alert | PerformanceSummary> = []
    const { latency, firstAudio, samples, textLength } = operation
    const timed = latency >= 0 && latency < Infinity
    if (timed && outcome !== stopped) {
      this.#latency.push(latency)
      this.#observe("latency", latency, events)
      if (this.#latency.length >= trendFrom) {
        const trend = this.#latency.mean(0, trendSize) / this.#latency.mean(trendSize, trendSize)
        this.#observe("latency-trend", trend, events)
      }
      if (textLength > 0) {
        this.#latencyPerCharacter.push(latency / textLength)
        this.#observe("latency-drift", this.#drift.observe(latency, textLength), events)
      }
    }
    if (timed && latency > 0) {
      const throughput = (samples / latency) * 1000
      this.#throughput.push(throughput)
      this.#observe("throughput", throughput, events)
    }
    if (firstAudio !== undefined && firstAudio >= 0) {
      this.#firstAudio.push(firstAudio)
      this.#observe("first-audio", firstAudio, events)
    }
    const quality = operation.quality ?? (outcome === failed ? 0 : Number.NaN)
    this.#quality.push(quality)
    this.#observe("quality", quality, events)
    if (this.#operations >= failureRateFrom) this.#observe("failure-rate", this.#failureRate(), events)
    if (this.#operations % this.#summaryEvery === 0) events.push(this.summary())
    return events.length === 0 ? nothing : events
  }

  /** The state of the newest operations. Sorts them, so it is for now and then. */
  summary(): PerformanceSummary {
    return {
      _tag: "Summary",
      operations: this.#operations,
      outcomes: {
        completed: this.#outcomeCounts[0]!,
        failed: this.#outcomeCounts[1]!,
        stopped: this.#outcomeCounts[2]!
      },
      failureRate: this.#failureRate(),
      latency: statistics(this.#latency.values()),
      latencyPerCharacter: statistics(this.#latencyPerCharacter.values()),
      firstAudio: statistics(this.#firstAudio.values()),
      throughput: statistics(this.#throughput.values()),
      quality: statistics(this.#quality.values()),
      active: this.active
    }
  }

  /** The alerts that are raised now. */
  get active(): ReadonlyArray<AlertKind> {
    return (Object.keys(this.#alarms) as Array<AlertKind>).filter((kind) => this.#alarms[kind].active)
  }

  #recordOutcome(outcome: number): void {
    const at = this.#operations % this.#outcomes.length
    if (this.#operations >= this.#outcomes.length) this.#outcomeCounts[this.#outcomes[at]!]! -= 1
    this.#outcomes[at] = outcome
    this.#outcomeCounts[outcome]! += 1
    this.#operations++
  }

  #failureRate(): number {
    const count = Math.min(this.#operations, this.#outcomes.length)
    return count === 0 ? 0 : this.#outcomeCounts[failed]! / count
  }

  #observe(kind: AlertKind, value: number, events: Array<Alert | PerformanceSummary>): void {
    const alarm = this.#alarms[kind]
    const state = alarm.observe(value)
    if (state === undefined) return
    const { threshold } = alarm.options
    events.push({ _tag: "Alert", kind, state, value, threshold, operation: this.#operations })
  }
}
