import type { Inference, InferenceError } from "@parlando/inference"
import { Voice, type VoiceError } from "@parlando/models"
import type { SettingError } from "@parlando/pipeline"
import { type SpeechError, speechLayer } from "@parlando/speak"
import { latencyProfiles, type StreamingConfig, StreamingSynthesizer, type SynthesisError } from "@parlando/synthesis"
import type { AdmissionError } from "@parlando/synthesis"
import type { TextFrontend } from "@parlando/text-frontend"
import { Context, Effect, Layer, type Scope, Stream } from "effect"
import { isLevel } from "./bare.ts"
import { BenchError } from "./BenchError.ts"
import type { StepWatch } from "./StepWatch.ts"

/** Everything that speaks. */
export type Speech = Context.Context<TextFrontend | Voice | Inference>

/** Whatever can go wrong while speech is opened and spoken. */
export type SpeakingError = SynthesisError | AdmissionError | InferenceError | VoiceError | SettingError | BenchError

/** How speech is opened. */
export interface OpenSpeechOptions {
  readonly workers: number
  readonly level: string | undefined
  /** Sessions that may be open at once, three to an utterance; the library's default if not given. */
  readonly maxSessions?: number
  /** Sees every step of the models. */
  readonly watch?: StepWatch
}

/** Opens the default voice with so many workers. */
export const openSpeech = Effect.fnUntraced(function* ({
  workers,
  level,
  maxSessions,
  watch
}: OpenSpeechOptions): Effect.fn.Return<Speech, SpeechError | BenchError, Scope.Scope> {
  if (level !== undefined && !isLevel(level)) {
    return yield* new BenchError({ message: `There is no level '${level}'; give low, medium, high or ultra.` })
  }
  const speech = yield* Layer.build(
    speechLayer({
      workers,
      ...(level === undefined ? {} : { level }),
      ...(maxSessions === undefined ? {} : { maxSessions })
    })
  )
  return watch === undefined ? speech : Context.add(speech, Voice, watch.watch(Context.get(speech, Voice)))
})

/** Opens a synthesizer over what speaks. */
export const openSynthesizer = (
  speech: Speech,
  config: StreamingConfig
): Effect.Effect<StreamingSynthesizer["Service"], SettingError, Scope.Scope> =>
  Effect.map(
    Layer.build(Layer.provide(StreamingSynthesizer.layer(config), Layer.succeedContext(speech))),
    Context.get(StreamingSynthesizer)
  )

/** The lowest latency: chunks of 256 samples, little made ahead, the earliest first clause. Nothing is remembered. */
export const lowLatency: StreamingConfig = { ...latencyProfiles.gaming, cacheSeconds: 0 }

/** The default config, without the phrase cache, which would make repeated texts free. */
export const plainConfig: StreamingConfig = { cacheSeconds: 0 }

/** What a listener noticed; times in milliseconds from the request. */
export interface Heard {
  readonly firstMs: number
  readonly wholeMs: number
  readonly samples: number
  readonly sampleRate: number
  /** 0-1, as the utterance's report says. */
  readonly quality: number
}

/** Listens to a whole text as fast as it can be made. */
export const hear = Effect.fnUntraced(function* (
  synthesizer: StreamingSynthesizer["Service"],
  text: string
): Effect.fn.Return<Heard, SpeakingError> {
  return yield* Effect.scoped(
    Effect.gen(function* () {
      const started = performance.now()
      const utterance = yield* synthesizer.speak(text)
      let firstMs = Number.NaN
      let samples = 0
      let sampleRate = 0
      yield* Stream.runForEach(utterance.audio, (chunk) => {
        if (samples === 0) firstMs = performance.now() - started
        samples += chunk.samples.length
        sampleRate = chunk.sampleRate
        return Effect.void
      })
      const wholeMs = performance.now() - started
      const { quality } = yield* utterance.report
      return { firstMs, wholeMs, samples, sampleRate, quality }
    })
  )
})

/** Waits for a text's first chunk and leaves; milliseconds from the request. */
export const firstChunkMs = Effect.fnUntraced(function* (
  synthesizer: StreamingSynthesizer["Service"],
  text: string | Stream.Stream<string>
): Effect.fn.Return<number, SpeakingError> {
  return yield* Effect.scoped(
    Effect.gen(function* () {
      const started = performance.now()
      const utterance = yield* synthesizer.speak(text)
      yield* Stream.runHead(utterance.audio)
      return performance.now() - started
    })
  )
})
