import { type AcousticOptions, acousticModel } from "@parlando/acoustic-model"
import type { AudioChunk } from "@parlando/audio"
import type { Priority } from "@parlando/inference"
import { Voice } from "@parlando/models"
import { settingBetween, type Stage } from "@parlando/pipeline"
import { type FrontendOptions, type TextFrontend, textFrontend } from "@parlando/text-frontend"
import { vocoder } from "@parlando/vocoder"
import { Effect, Stream } from "effect"
import { rechunk } from "./rechunk.ts"
import { type SynthesisError, UnspeakableError } from "./SynthesisError.ts"

/** How a text is to be spoken and in what chunks it is to come. */
export interface SynthesisOptions extends Pick<AcousticOptions, "rate" | "pitch" | "energy"> {
  /** How the text is to be read. */
  readonly text?: FrontendOptions
  /** Gain in decibels, -60 to 12; default 0. */
  readonly volume?: number
  /** Seed of the noise in breath and hiss; same text, voice, settings and seed: same samples. Default 0. */
  readonly seed?: number
  /** Samples of a chunk, 64-65,536; default 512. The sound does not depend on it. */
  readonly chunkSize?: number
  /** Samples of the first chunk, at most `chunkSize`; default 256. The ones after it double up to `chunkSize`. */
  readonly firstChunkSize?: number
  /** Default `live`. */
  readonly priority?: Priority
}

/** Frames of the largest step; larger ones would save no more compute. */
const largestStep = 64

const defined = <T extends object>(options: T) =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>
  }

/** Fails if a stream ends without an element. */
const speakable: Stage<AudioChunk, AudioChunk, UnspeakableError> = (input) =>
  Stream.suspend(() => {
    let spoken = false
    return Stream.concat(
      Stream.tap(input, () => Effect.sync(() => (spoken = true))),
      Stream.suspend(() =>
        spoken
          ? Stream.empty
          : Stream.fail(
              new UnspeakableError({
                message: "There is nothing to speak in the text; give a text with at least one word or number."
              })
            )
      )
    )
  })

/**
 * Text to speech as one stage: text comes in fragments of any size, audio goes out while later text is unwritten. It is
 * `textFrontend`, `acousticModel`, `vocoder` and `rechunk` in a row; put a stage of your own between them by writing out
 * the row. Nothing is computed ahead of what is pulled: put `Stream.buffer` behind it to work ahead of a player.
 *
 * @example
 * ```ts
 * import { synthesis } from "@parlando/synthesis"
 * import { Stream } from "effect"
 *
 * const chunks = Stream.make("Hello ", "there. How ", "are you?").pipe(synthesis({ rate: 1.1 }))
 * ```
 */
export const synthesis =
  (options: SynthesisOptions = {}): Stage<string, AudioChunk, SynthesisError, TextFrontend | Voice> =>
  (input) =>
    Stream.unwrap(
      Effect.gen(function* () {
        const { text, rate, pitch, energy, volume, seed, priority } = options
        const chunkSize = Math.round(yield* settingBetween("chunkSize", options.chunkSize ?? 512, 64, 65_536))
        const first = Math.round(
          yield* settingBetween("firstChunkSize", options.firstChunkSize ?? Math.min(256, chunkSize), 64, chunkSize)
        )
        const { manifest, level } = yield* Voice
        // The first step is just large enough for the first chunk; the steps after it grow, since large ones cost less.
        const firstStep = Math.min(largestStep, Math.ceil((first + level.delaySamples) / manifest.hop))
        const steps = { first: firstStep, growth: 2, most: largestStep }
        return input.pipe(
          textFrontend(text),
          acousticModel({ ...defined({ rate, pitch, energy, priority }), steps }),
          vocoder(defined({ volume, seed, priority })),
          rechunk({ first, growth: 2, max: chunkSize }),
          speakable
        )
      })
    )
