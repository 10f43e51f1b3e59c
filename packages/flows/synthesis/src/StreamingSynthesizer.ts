import type { AudioChunk } from "@parlando/audio"
import { monitored, Names, PerformanceMonitor } from "@parlando/metrics"
import { Voice } from "@parlando/models"
import type { SettingError } from "@parlando/pipeline"
import { measureQuality } from "@parlando/quality-control"
import { type FrontendOptions, TextFrontend, textFrontend } from "@parlando/text-frontend"
import {
  Cause,
  Clock,
  Context,
  Deferred,
  Duration,
  Effect,
  identity,
  Layer,
  Metric,
  Option,
  type Scope,
  Stream,
  Tracer
} from "effect"
import { cachedClauseAudio, clauseAudio } from "./clauseAudio.ts"
import { type CacheStatistics, PhraseCache } from "./PhraseCache.ts"
import { oneAhead } from "./oneAhead.ts"
import { startPlayout } from "./Playout.ts"
import { rechunk } from "./rechunk.ts"
import { speakable } from "./speakable.ts"
import { stepLadder } from "./stepLadder.ts"
import { resolveConfig, type StreamingConfig } from "./StreamingConfig.ts"
import { voiceSettings, type VoiceSettings } from "./synthesis.ts"
import { AdmissionError, type SynthesisError, TextDeadlineError } from "./SynthesisError.ts"
import { UtteranceLog, type UtteranceReport } from "./UtteranceReport.ts"

/** How one utterance is spoken. */
export interface UtteranceOptions extends VoiceSettings {
  /** How the text is to be read; what is given here goes before what the config says. */
  readonly text?: FrontendOptions
  /**
   * `parallel` (the default) speaks at once; `in-order` waits until the in-order utterances that were asked for before it have
   * been made.
   */
  readonly order?: "parallel" | "in-order"
}

/** An utterance that is being spoken. */
export interface Utterance<E = never> {
  /** The audio, to be run once. It is made ahead of the listener by as much as the config says, and no further. */
  readonly audio: Stream.Stream<AudioChunk, SynthesisError | E>
  /** No more is computed, and what is in hand fades out. Twice is harmless. */
  readonly stop: Effect.Effect<void>
  readonly report: Effect.Effect<UtteranceReport>
}

/**
 * Speaks utterances: text in as it is written, audio out while later text is unwritten, several at once, each of which can
 * be stopped softly and reports how it went. Where a `PerformanceMonitor` is provided, every utterance is recorded with it.
 *
 * @example
 * ```ts
 * import { latencyProfiles, StreamingSynthesizer } from "@parlando/synthesis"
 * import { Effect, Stream } from "effect"
 *
 * const program = Effect.gen(function* () {
 *   const synthesizer = yield* StreamingSynthesizer
 *   const utterance = yield* synthesizer.speak(Stream.make("Hello ", "there. How ", "are you?"))
 *   yield* Stream.runForEach(utterance.audio, (chunk) => Effect.log(chunk.samples.length))
 *   return yield* utterance.report
 * }).pipe(Effect.scoped, Effect.provide(StreamingSynthesizer.layer(latencyProfiles.voiceAssistant)))
 * ```
 */
export class StreamingSynthesizer extends Context.Service<
  StreamingSynthesizer,
  {
    /** Starts to speak. The utterance ends with the scope. */
    readonly speak: <E = never, R = never>(
      text: string | Stream.Stream<string, E, R>,
      options?: UtteranceOptions
    ) => Effect.Effect<Utterance<E>, AdmissionError, R | Scope.Scope>
    /** Utterances that are being made now. */
    readonly active: Effect.Effect<number>
    readonly cache: Effect.Effect<CacheStatistics>
  }
>()("@parlando/synthesis/StreamingSynthesizer") {
  /** A synthesizer with the given config. Fails with `SettingError` if an option is out of range or two disagree. */
  static readonly layer = (
    config: StreamingConfig = {}
  ): Layer.Layer<StreamingSynthesizer, SettingError, Voice | TextFrontend> =>
    Layer.effect(StreamingSynthesizer, make(config))
}

const cacheLookups = {
  hit: Metric.withAttributes(Names.cacheLookups, { result: "hit" }),
  miss: Metric.withAttributes(Names.cacheLookups, { result: "miss" })
}

/** Says in an utterance's span how it went. */
const describe = (span: Tracer.Span, report: UtteranceReport, measured: boolean): void => {
  const { outcome, characters, samples, firstAudio, quality } = Names.utteranceAttributes
  span.attribute(outcome, report.status)
  span.attribute(characters, report.textLength)
  span.attribute(samples, report.samples)
  if (report.firstChunkLatency === undefined) return
  span.attribute(firstAudio, report.firstChunkLatency)
  if (measured) span.attribute(quality, report.quality)
}

const make = Effect.fnUntraced(function* (config: StreamingConfig) {
  const voice = yield* Voice
  const frontend = yield* TextFrontend
  const clock = yield* Clock.Clock
  const monitor = yield* Effect.serviceOption(PerformanceMonitor)
  const resolved = yield* resolveConfig(config, voice.manifest.sampleRate)
  const { chunkSize, firstChunkSize, flushAfter, firstClauseWords, textDeadline, maxUtterances } = resolved
  const metrics = yield* Effect.context<never>()
  const cache = new PhraseCache(resolved.cacheSamples, (result) => cacheLookups[result].updateUnsafe(1, metrics))
  const voiceKey = [voice.manifest.name, voice.manifest.version, voice.levelName].join("@")
  const steps = stepLadder(voice, firstChunkSize + resolved.lookaheadSamples)
  const services = Context.make(Voice, voice).pipe(Context.add(TextFrontend, frontend))
  const now = () => Number(clock.monotonicTimeNanosUnsafe()) / 1e6

  let active = 0
  let lastInOrder: Effect.Effect<void> = Effect.void

  const watched = <E, R>(audio: Stream.Stream<AudioChunk, E, R>, log: UtteranceLog) =>
    Option.isNone(monitor)
      ? audio
      : audio.pipe(
          monitored({
            textLength: () => log.textLength,
            waited: () => log.waitedForText,
            ...(resolved.measureQuality ? { quality: () => log.quality } : {})
          }),
          Stream.provideService(PerformanceMonitor, monitor.value)
        )

  const lateText = new TextDeadlineError({
    message: `No text came for ${Duration.format(textDeadline)}; end the text, send it sooner, or raise textDeadline.`
  })

  /** Ends a text that pauses for too long, so that what had come is spoken. */
  const patient = <E, R>(text: Stream.Stream<string, E, R>, log: UtteranceLog) =>
    Stream.timeoutOrElse(text, {
      duration: textDeadline,
      orElse: () => Stream.suspend(() => ((log.late = true), Stream.empty))
    })

  /** Adds up the time in which there was no text to work on. */
  const awaited = <E, R>(text: Stream.Stream<string, E, R>, log: UtteranceLog) =>
    Stream.transformPull(text, (pull) =>
      Effect.sync(() =>
        Effect.suspend(() => {
          const since = now()
          return Effect.onExit(pull, () => Effect.sync(() => (log.waitedForText += now() - since)))
        })
      )
    )

  const speak = Effect.fnUntraced(function* <E = never, R = never>(
    text: string | Stream.Stream<string, E, R>,
    options: UtteranceOptions = {}
  ): Effect.fn.Return<Utterance<E>, AdmissionError, R | Scope.Scope> {
    if (active >= maxUtterances) {
      Names.refusedUtterances.updateUnsafe(1, metrics)
      return yield* new AdmissionError({
        message: `${active} utterances are being spoken, which is the limit; try again when one has ended, or raise maxUtterances.`
      })
    }
    active++
    Names.activeUtterances.modifyUnsafe(1, metrics)
    const log = new UtteranceLog(now())
    const ended = yield* Deferred.make<void>()
    let open = true
    const leave = Effect.suspend(() => {
      if (open) {
        active--
        Names.activeUtterances.modifyUnsafe(-1, metrics)
      }
      open = false
      return Deferred.succeed(ended, undefined)
    })
    // Also for an utterance whose scope ends before its making has begun.
    yield* Effect.addFinalizer(() => leave)
    const settings = { ...voiceSettings(options), steps }

    const audio = (typeof text === "string" ? Stream.make(text) : awaited(patient(text, log), log)).pipe(
      Stream.tap((fragment) => Effect.sync(() => (log.textLength += fragment.length))),
      textFrontend({ firstClauseWords, ...(flushAfter === undefined ? {} : { flushAfter }), ...options.text }),
      cache.enabled ? cachedClauseAudio(settings, cache, voiceKey) : clauseAudio(settings),
      oneAhead(),
      resolved.measureQuality ? measureQuality((report) => (log.quality = report.utteranceQuality)) : identity,
      rechunk({ first: firstChunkSize, growth: 2, max: chunkSize }),
      Stream.concat(Stream.suspend(() => (log.late ? Stream.fail(lateText) : Stream.empty))),
      speakable,
      Stream.tap((chunk) => Effect.sync(() => log.chunk(chunk, now()))),
      Stream.provideContext(services)
    )
    let turn: Effect.Effect<void> = Effect.void
    if (options.order === "in-order") {
      turn = lastInOrder
      lastInOrder = Effect.andThen(turn, Deferred.await(ended))
    }
    const made = Stream.unwrap(
      Effect.map(
        Effect.makeSpanScoped(Names.spanNames.utterance, {
          attributes: { [Names.utteranceAttributes.voice]: voiceKey }
        }),
        (span) =>
          Stream.unwrap(Effect.as(turn, watched(audio, log))).pipe(
            Stream.onExit((exit) => {
              const stopped = exit._tag === "Failure" && Cause.hasInterruptsOnly(exit.cause)
              log.status = exit._tag === "Success" ? "completed" : stopped ? "stopped" : "failed"
              describe(span, log.report, resolved.measureQuality)
              return leave
            }),
            Stream.provideService(Tracer.ParentSpan, span)
          )
      )
    )
    const playout = yield* startPlayout(made, resolved)
    // Its making may not have begun, and then has no end of its own.
    const stopped = Effect.suspend(() => {
      if (log.status === "speaking") log.status = "stopped"
      return leave
    })
    return {
      audio: playout.audio,
      stop: Effect.andThen(playout.stop, stopped),
      report: Effect.sync(() => log.report)
    }
  })

  return StreamingSynthesizer.of({
    speak,
    active: Effect.sync(() => active),
    cache: Effect.sync(() => cache.statistics)
  })
})
