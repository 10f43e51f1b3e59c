import type { AcousticOptions } from "@parlando/acoustic-model"
import type { AudioChunk } from "@parlando/audio"
import type { Priority } from "@parlando/inference"
import { Voice } from "@parlando/models"
import { type Notice, settingBetween, type Stage } from "@parlando/pipeline"
import { type FrontendOptions, type TextFrontend, textFrontend } from "@parlando/text-frontend"
import { Effect, Stream } from "effect"
import { clauseAudio } from "./clauseAudio.ts"
import { rechunk } from "./rechunk.ts"
import { speakable } from "./speakable.ts"
import { stepLadder } from "./stepLadder.ts"
import type { SynthesisError } from "./SynthesisError.ts"

/** How a voice is to sound in an utterance. */
export interface VoiceSettings extends Pick<AcousticOptions, "rate" | "pitch" | "energy"> {
  /** Gain in decibels, -60 to 12; default 0. */
  readonly volume?: number
  /** Seed of the noise in breath and hiss; same text, voice, settings and seed: same samples. Default 0. */
  readonly seed?: number
  /** Default `live`; `background` waits for whatever is live. */
  readonly priority?: Priority
  /** Is told what had to be worked around: a character nobody reads, a sound the voice has not. */
  readonly onNotice?: (notice: Notice) => void
}

/** How a text is to be spoken and in what chunks it is to come. */
export interface SynthesisOptions extends VoiceSettings {
  /** How the text is to be read. */
  readonly text?: FrontendOptions
  /** Samples of a chunk, 64-65,536; default 512. The sound does not depend on it. */
  readonly chunkSize?: number
  /** Samples of the first chunk, at most `chunkSize`; default 256. The ones after it double up to `chunkSize`. */
  readonly firstChunkSize?: number
}

/** The settings of a voice among other options. */
export const voiceSettings = ({
  rate,
  pitch,
  energy,
  volume,
  seed,
  priority,
  onNotice
}: VoiceSettings): VoiceSettings =>
  Object.fromEntries(
    Object.entries({ rate, pitch, energy, volume, seed, priority, onNotice }).filter(([, value]) => value !== undefined)
  )

/**
 * Text to speech as one stage: text comes in fragments of any size, audio goes out while later text is unwritten. It is
 * `textFrontend`, `acousticModel`, `vocoder` and `rechunk` in a row; put a stage of your own between them by writing out
 * the row. One step of the models at most is computed ahead of what is pulled: put `Stream.buffer` behind it to work ahead of a player, or use a
 * `StreamingSynthesizer`, which buffers, stops softly, and reports.
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
        const chunkSize = Math.round(yield* settingBetween("chunkSize", options.chunkSize ?? 512, 64, 65_536))
        const first = Math.round(
          yield* settingBetween("firstChunkSize", options.firstChunkSize ?? Math.min(256, chunkSize), 64, chunkSize)
        )
        const steps = stepLadder(yield* Voice, first)
        return input.pipe(
          textFrontend(options.text),
          clauseAudio({ ...voiceSettings(options), steps }),
          rechunk({ first, growth: 2, max: chunkSize }),
          speakable
        )
      })
    )
