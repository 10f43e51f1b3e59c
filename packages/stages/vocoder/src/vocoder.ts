import { applyGain, type AudioChunk, sampleNoise, secondsToSamples, softLimit, type WordSpan } from "@parlando/audio"
import { float32, type InferenceError, type Priority, urgentSeconds } from "@parlando/inference"
import { Voice } from "@parlando/models"
import {
  type AcousticFrames,
  type ClauseTiming,
  type SettingError,
  settingBetween,
  type Stage
} from "@parlando/pipeline"
import { Effect, Stream } from "effect"

/** Why the vocoder could not sound. */
export type VocoderError = InferenceError | SettingError

/** How a voice is to sound. */
export interface VocoderOptions {
  /** Gain in decibels, -60 to 12; default 0. A limiter keeps the audio within [-1, 1]. */
  readonly volume?: number
  /** Seed of the noise in breath and hiss; same seed, same samples. Default 0. */
  readonly seed?: number
  /** Default `live`. */
  readonly priority?: Priority
}

/** Longest run of silence in one chunk, so that a long break takes no memory. */
const silenceRun = 8192

const wordSpans = ({ clause, words }: ClauseTiming, clauseStart: number, hop: number): ReadonlyArray<WordSpan> =>
  words.map(({ word, startFrame, endFrame, phonemes }) => {
    const { text, textStart, textEnd } = clause.words[word]!
    return {
      text,
      textStart,
      textEnd,
      startSample: clauseStart + startFrame * hop,
      endSample: clauseStart + endFrame * hop,
      phonemes: phonemes.map(({ symbol, stress, startFrame, endFrame }) => ({
        symbol,
        stress,
        startSample: clauseStart + startFrame * hop,
        endSample: clauseStart + endFrame * hop
      }))
    }
  })

/**
 * The vocoder: acoustic frames in, audio out, `frames * hop` samples for a clause to the sample, whatever the size of its
 * runs. A clause starts from silence, so its sound does not depend on what was said before.
 *
 * @example
 * ```ts
 * import { vocoder } from "@parlando/vocoder"
 *
 * const soft = vocoder({ volume: -12 })
 * ```
 */
export const vocoder =
  (options: VocoderOptions = {}): Stage<AcousticFrames, AudioChunk, VocoderError, Voice> =>
  (input) =>
    Stream.unwrap(
      Effect.gen(function* () {
        const volume = yield* settingBetween("volume", options.volume ?? 0, -60, 12)
        const seed = options.seed ?? 0
        const voice = yield* Voice
        const { hop, sampleRate } = voice.manifest
        const { delaySamples } = voice.level
        const session = yield* voice.vocoder.open(
          options.priority === undefined ? undefined : { priority: options.priority }
        )
        const flushFrames = Math.ceil(delaySamples / hop)

        // Where the utterance stands, and where the clause in hand does.
        let index = 0
        let position = 0
        let clauseStart = 0
        let fedFrames = 0
        let waiting: ReadonlyArray<WordSpan> = []

        const chunk = (samples: Float32Array): AudioChunk => {
          const end = position + samples.length
          const next = waiting.findIndex((word) => word.startSample >= end)
          const words = next < 0 ? waiting : waiting.slice(0, next)
          waiting = next < 0 ? [] : waiting.slice(next)
          const made = { index: index++, start: position, samples, sampleRate, words }
          position = end
          return made
        }

        const silence = function* (samples: number) {
          for (let left = samples; left > 0; left -= silenceRun)
            yield chunk(new Float32Array(Math.min(left, silenceRun)))
        }

        const sound = Effect.fnUntraced(function* ({
          timing,
          startFrame,
          frames,
          last,
          features,
          featureSize
        }: AcousticFrames) {
          const fresh = startFrame === 0
          if (fresh) {
            clauseStart = position
            fedFrames = 0
            waiting = wordSpans(timing, clauseStart, hop)
          }
          // The last run is followed by copies of its last frame, which push the delayed samples out.
          const rows = frames + (last ? flushFrames : 0)
          const fed = new Float32Array(rows * featureSize)
          fed.set(features)
          for (let row = frames; row < rows; row++)
            fed.copyWithin(row * featureSize, (frames - 1) * featureSize, frames * featureSize)
          const outputs = yield* session.run(
            {
              features: float32(fed, [1, rows, featureSize]),
              noise: float32(sampleNoise(seed, fedFrames * hop, rows * hop) as Float32Array, [1, rows * hop])
            },
            { fresh, urgent: position < urgentSeconds * sampleRate }
          )
          const raw = outputs["audio"]!.data as Float32Array
          const skip = Math.min(Math.max(0, delaySamples - fedFrames * hop), raw.length)
          fedFrames += rows
          const wanted = clauseStart + timing.frames * hop - position
          const samples = softLimit(
            applyGain(raw.subarray(skip, skip + Math.max(0, wanted)), volume + timing.clause.prosody.volume)
          )
          return { samples, breakAfter: last ? secondsToSamples(timing.clause.silenceAfter, sampleRate) : 0 }
        })

        return input.pipe(
          Stream.mapEffect(sound),
          Stream.map(function* ({ samples, breakAfter }) {
            if (samples.length > 0) yield chunk(samples)
            yield* silence(breakAfter)
          }),
          Stream.flattenIterable
        )
      })
    )
