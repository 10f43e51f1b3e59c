import { SettingError } from "@parlando/pipeline"
import { Duration, Effect, Option } from "effect"

/** How a {@link StreamingSynthesizer} trades latency for quality and steadiness. Everything has a default. */
export interface StreamingConfig {
  /** Samples of the largest chunk; default 512, or what the latency target has room for. The sound does not depend on it. */
  readonly chunkSize?: number
  /**
   * Samples that wait for the listener at most; default 2048. Beyond them, no more than two steps of the models (1.5 s of
   * audio) are made, so that the next samples are there when the buffer has room.
   */
  readonly bufferSize?: number
  /** The most latency that the shape of the stream may add: no chunk lasts longer; default 100 ms. */
  readonly latencyTarget?: Duration.Input
  /**
   * 0 is the best quality, 1 the lowest latency; default 0.7. It decides how many words the first clause may wait for before
   * it is spoken: 12 at 0, 4 at 0.7, 1 at 1. A longer first clause has a better melody.
   */
  readonly qualityVsLatencyBalance?: number
  /** Audio that is gathered before the first chunk goes out, so that an unsteady start is not heard; default 0. */
  readonly minBufferDuration?: Duration.Input
  /** How long the sound takes to fade when it is stopped; default 50 ms, 0 for a hard end. */
  readonly interruptionFadeTime?: Duration.Input
  /** Samples that are always kept back, so that a stop can fade even when nothing is made ahead; default 0. */
  readonly lookaheadSamples?: number
  /**
   * How long to wait for more text before what there is is spoken as it stands (`Clause.forced`). Without it (the default)
   * only the text decides, and the same text gives the same samples however slowly it comes.
   */
  readonly flushAfter?: Duration.Input
  /** How long the text may pause before the utterance fails with `TextDeadlineError`; default 60 seconds. */
  readonly textDeadline?: Duration.Input
  /**
   * Utterances that may be spoken at once; the next one fails with `AdmissionError`; default 256. Each takes three inference
   * sessions, so the runtime has to admit three times as many.
   */
  readonly maxUtterances?: number
  /** Seconds of audio that the phrase cache may hold; default 60, 0 for none. */
  readonly cacheSeconds?: number
  /** Whether the quality of the audio is measured as it streams, about 1 ms of work for a second of audio; default true. */
  readonly measureQuality?: boolean
}

/** A config with every default filled in: samples at the voice's rate, times in milliseconds. */
export interface ResolvedConfig {
  readonly chunkSize: number
  readonly firstChunkSize: number
  readonly bufferChunks: number
  readonly firstClauseWords: number
  readonly prebufferSamples: number
  readonly fadeSamples: number
  readonly lookaheadSamples: number
  readonly flushAfter: Duration.Duration | undefined
  readonly textDeadline: Duration.Duration
  readonly maxUtterances: number
  readonly cacheSamples: number
  readonly measureQuality: boolean
}

const refuse = (settings: ReadonlyArray<string>, message: string) =>
  Effect.fail(new SettingError({ settings, message }))

const whole = (name: string, value: number, least: number, most: number) =>
  Number.isInteger(value) && value >= least && value <= most
    ? Effect.succeed(value)
    : refuse([name], `'${name}' is ${value}; give a whole number from ${least} to ${most}.`)

/** Seconds of a duration within bounds, which are in milliseconds. */
const secondsOf = (name: string, input: Duration.Input, least: number, most: number) => {
  const duration = Duration.fromInput(input)
  const ms = Option.isSome(duration) ? Duration.toMillis(duration.value) : Number.NaN
  return ms >= least && ms <= most
    ? Effect.succeed(ms / 1000)
    : refuse([name], `'${name}' is ${String(input)}; give a duration from ${least} to ${most} milliseconds.`)
}

/** Samples of the first chunk, if `chunkSize` is not smaller: as small as is worth a step of the models. */
const smallestChunk = 256

/** Words that the first clause waits for at most if quality is all. */
const patientWords = 12

/**
 * Checks a config and fills in the defaults.
 *
 * Fails with `SettingError` if an option is out of its range, or if two disagree; it names them.
 *
 * @param sampleRate in Hz, of the voice
 */
export const resolveConfig = Effect.fnUntraced(function* (
  config: StreamingConfig,
  sampleRate: number
): Effect.fn.Return<ResolvedConfig, SettingError> {
  const latencyTarget = yield* secondsOf("latencyTarget", config.latencyTarget ?? "100 millis", 5, 60_000)
  const room = Math.max(64, Math.min(512, Math.floor(latencyTarget * sampleRate)))
  const chunkSize = yield* whole("chunkSize", config.chunkSize ?? room, 64, 65_536)
  const bufferSize = yield* whole("bufferSize", config.bufferSize ?? Math.max(2048, chunkSize), 64, 1 << 22)
  const balance = config.qualityVsLatencyBalance ?? 0.7
  if (!(balance >= 0 && balance <= 1)) {
    return yield* refuse(
      ["qualityVsLatencyBalance"],
      `'qualityVsLatencyBalance' is ${balance}; give a number from 0 to 1.`
    )
  }
  const prebuffer = yield* secondsOf("minBufferDuration", config.minBufferDuration ?? 0, 0, 10_000)
  const fade = yield* secondsOf("interruptionFadeTime", config.interruptionFadeTime ?? "50 millis", 0, 1000)
  const lookaheadSamples = yield* whole("lookaheadSamples", config.lookaheadSamples ?? 0, 0, 65_536)
  const flushAfter =
    config.flushAfter === undefined ? undefined : yield* secondsOf("flushAfter", config.flushAfter, 1, 60_000)
  const textDeadline = yield* secondsOf("textDeadline", config.textDeadline ?? "60 seconds", 1, 86_400_000)
  const maxUtterances = yield* whole("maxUtterances", config.maxUtterances ?? 256, 1, 100_000)
  const cacheSeconds = config.cacheSeconds ?? 60
  if (!(cacheSeconds >= 0 && cacheSeconds <= 86_400)) {
    return yield* refuse(["cacheSeconds"], `'cacheSeconds' is ${cacheSeconds}; give a number from 0 to 86400.`)
  }

  const disagree = (one: string, other: string, why: string) =>
    refuse([one, other], `'${one}' and '${other}' disagree: ${why}.`)
  if (bufferSize < chunkSize) {
    return yield* disagree(
      "bufferSize",
      "chunkSize",
      `a buffer of ${bufferSize} samples cannot hold a chunk of ${chunkSize}; raise the one or lower the other`
    )
  }
  if (chunkSize > latencyTarget * sampleRate) {
    return yield* disagree(
      "chunkSize",
      "latencyTarget",
      `a chunk of ${chunkSize} samples alone lasts ${Math.round((1000 * chunkSize) / sampleRate)} ms; lower the one or raise the other`
    )
  }
  if (prebuffer > latencyTarget) {
    return yield* disagree(
      "minBufferDuration",
      "latencyTarget",
      "the gathered audio alone is late; lower the one or raise the other"
    )
  }
  if (Math.ceil(prebuffer * sampleRate) > Math.floor(bufferSize / chunkSize) * chunkSize) {
    return yield* disagree(
      "minBufferDuration",
      "bufferSize",
      `the buffer holds whole chunks of ${Math.round((1000 * Math.floor(bufferSize / chunkSize) * chunkSize) / sampleRate)} ms; lower the one or raise the other`
    )
  }
  if (lookaheadSamples > bufferSize) {
    return yield* disagree(
      "lookaheadSamples",
      "bufferSize",
      "the buffer cannot hold what is to be kept back; lower the one or raise the other"
    )
  }

  return {
    chunkSize,
    firstChunkSize: Math.min(smallestChunk, chunkSize),
    bufferChunks: Math.floor(bufferSize / chunkSize),
    firstClauseWords: Math.max(1, Math.round(patientWords * (1 - balance))),
    prebufferSamples: Math.ceil(prebuffer * sampleRate),
    fadeSamples: Math.round(fade * sampleRate),
    lookaheadSamples,
    flushAfter: flushAfter === undefined ? undefined : Duration.seconds(flushAfter),
    textDeadline: Duration.seconds(textDeadline),
    maxUtterances,
    cacheSamples: Math.round(cacheSeconds * sampleRate),
    measureQuality: config.measureQuality ?? true
  }
})
