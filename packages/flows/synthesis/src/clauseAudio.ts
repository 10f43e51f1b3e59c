import { type AcousticOptions, acousticModel, type StepLadder } from "@parlando/acoustic-model"
import type { AudioChunk } from "@parlando/audio"
import type { Voice } from "@parlando/models"
import type { AcousticFrames, Clause, Notice, Stage } from "@parlando/pipeline"
import { vocoder, type VocoderOptions } from "@parlando/vocoder"
import { Effect, Stream } from "effect"
import { oneAhead } from "./oneAhead.ts"
import { moved, type PhraseCache, soundKey } from "./PhraseCache.ts"
import type { SynthesisError } from "./SynthesisError.ts"

/** How clauses are to sound. */
export interface ClauseAudioOptions extends AcousticOptions, VocoderOptions {
  readonly steps: StepLadder
  /** Is told what had to be worked around: a character nobody reads, a sound the voice has not. */
  readonly onNotice?: ((notice: Notice) => void) | undefined
}

/** Clauses to audio through the models, all in one run. */
export const clauseAudio =
  (options: ClauseAudioOptions): Stage<Clause, AudioChunk, SynthesisError, Voice> =>
  (input) =>
    input.pipe(acousticModel(options), telling(options.onNotice), oneAhead(), vocoder(options))

const telling =
  (onNotice: ClauseAudioOptions["onNotice"]): Stage<AcousticFrames, AcousticFrames> =>
  (input) =>
    onNotice === undefined
      ? input
      : Stream.tap(input, ({ startFrame, timing }) =>
          Effect.sync(() => {
            if (startFrame === 0) timing.notices.forEach(onNotice)
          })
        )

/**
 * Clauses to audio through a cache: what was spoken before with the same settings is not computed again.
 *
 * @param voice what the audio depends on beside the clause and the options: the voice, its version and level
 */
export const cachedClauseAudio =
  (options: ClauseAudioOptions, cache: PhraseCache, voice: string): Stage<Clause, AudioChunk, SynthesisError, Voice> =>
  (input) =>
    Stream.suspend(() => {
      const { rate = 1, pitch = 0, energy = 0, volume = 0, seed = 0 } = options
      const settings = [voice, rate, pitch, energy, volume, seed].join("|")
      const { first, growth, most } = options.steps
      let index = 0
      let position = 0
      let steps = options.steps

      const placed =
        (clauseStart: number) =>
        (chunk: AudioChunk): AudioChunk => {
          position = clauseStart + chunk.start + chunk.samples.length
          return {
            ...chunk,
            index: index++,
            start: clauseStart + chunk.start,
            words: chunk.words.map((word) => moved(word, clauseStart))
          }
        }

      return Stream.flatMap(input, (clause) => {
        const clauseStart = position
        const key = `${settings}|${soundKey(clause)}`
        const known = cache.find(key, clause)
        if (known !== undefined) {
          if (options.onNotice !== undefined) clause.notices.forEach(options.onNotice)
          return Stream.make(placed(clauseStart)(known))
        }
        const made: Array<AudioChunk> = []
        const audio = Stream.make(clause).pipe(
          clauseAudio({ ...options, steps }),
          // A copy, since who hears the audio may change it.
          Stream.tap((chunk) => Effect.sync(() => made.push({ ...chunk, samples: chunk.samples.slice() }))),
          Stream.onEnd(Effect.sync(() => cache.keep(key, clause, made))),
          Stream.map(placed(clauseStart))
        )
        // Only the first clause is in a hurry.
        steps = { first: Math.min(most, first * growth ** 2), growth, most }
        return audio
      })
    })
