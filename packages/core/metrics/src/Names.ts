import { Metric } from "effect"

/** The names of all spans. */
export const spanNames = {
  /** From a request for speech to its last sample. */
  utterance: "parlando.utterance"
} as const

/** The names of all attributes of an utterance's span. */
export const utteranceAttributes = {
  /** The voice's name, version and level. */
  voice: "parlando.voice",
  /** `completed`, `failed` or `stopped`. */
  outcome: "parlando.outcome",
  /** UTF-16 code units of text that came in. */
  characters: "parlando.characters",
  /** Samples made. */
  samples: "parlando.samples",
  /** Milliseconds from the request to the first audio; absent when there was none. */
  firstAudio: "parlando.first_audio_ms",
  /** Quality of the audio, 0-1; absent when there was none. */
  quality: "parlando.quality"
} as const

/** The names of all metrics. */
export const metricNames = {
  requests: "parlando.synthesis.requests",
  firstAudio: "parlando.synthesis.first_audio",
  latency: "parlando.synthesis.latency",
  latencyPerCharacter: "parlando.synthesis.latency_per_character",
  throughput: "parlando.synthesis.throughput",
  quality: "parlando.synthesis.quality",
  samples: "parlando.synthesis.samples",
  characters: "parlando.synthesis.characters",
  cacheLookups: "parlando.cache.lookups",
  alerts: "parlando.monitor.alerts",
  activeUtterances: "parlando.utterances.active",
  refusedUtterances: "parlando.utterances.refused"
} as const

/** Seconds: from a fifth of a millisecond to beyond a minute, each about twice the one before. */
const secondsBoundaries = [
  0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100
]

const seconds = (name: string, description: string, boundaries: ReadonlyArray<number> = secondsBoundaries) =>
  Metric.histogram(name, { description, boundaries, attributes: { unit: "seconds" } })

const count = (name: string, description: string) => Metric.counter(name, { description, incremental: true })

/** Finished requests, with the attribute `outcome`: `completed`, `failed` or `stopped`. */
export const requests = count(metricNames.requests, "Finished requests for speech")

/** Seconds from a request to its first audio. */
export const firstAudio = seconds(metricNames.firstAudio, "Time from a request to its first audio")

/** Seconds of work from a request to its end. */
export const latency = seconds(metricNames.latency, "Work from a request to its end, waiting for the listener excluded")

/** Seconds of work per character of text. */
export const latencyPerCharacter = seconds(
  metricNames.latencyPerCharacter,
  "Work per character of text",
  secondsBoundaries.map((boundary) => boundary / 100)
)

/** Samples per second of work. */
export const throughput = Metric.histogram(metricNames.throughput, {
  description: "Samples made per second of work",
  boundaries: [5e3, 1e4, 2e4, 5e4, 1e5, 2e5, 5e5, 1e6, 2e6, 5e6]
})

/** Quality of a request's audio, 0-1. */
export const quality = Metric.histogram(metricNames.quality, {
  description: "Quality of a request's audio, 1 when no defect was found",
  boundaries: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99]
})

/** Samples made. */
export const samples = count(metricNames.samples, "Samples of audio made")

/** UTF-16 code units of text spoken. */
export const characters = count(metricNames.characters, "Characters of text spoken")

/** Look-ups in the phrase cache, with the attribute `result`: `hit` or `miss`. */
export const cacheLookups = count(metricNames.cacheLookups, "Look-ups in the phrase cache")

/** Alerts raised, with the attribute `kind`. */
export const alerts = count(metricNames.alerts, "Alerts raised by the performance monitor")

/** Utterances being made now. */
export const activeUtterances = Metric.gauge(metricNames.activeUtterances, {
  description: "Utterances being made now"
})

/** Utterances refused because as many as are admitted were being made. */
export const refusedUtterances = count(
  metricNames.refusedUtterances,
  "Utterances refused because as many as are admitted were being made"
)
