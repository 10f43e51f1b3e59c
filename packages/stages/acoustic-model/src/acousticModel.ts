import { float32, type InferenceError, int32, type Priority, type Session, urgentSeconds } from "@parlando/inference"
import { featureSize, Voice } from "@parlando/models"
import { type AcousticFrames, type Clause, type SettingError, settingBetween, type Stage } from "@parlando/pipeline"
import { Effect, Option, Stream } from "effect"
import { clauseTiming } from "./clauseTiming.ts"
import { clauseTokens } from "./clauseTokens.ts"
import { FrameExpander } from "./FrameExpander.ts"

/** Why the acoustic model could not speak. */
export type AcousticModelError = InferenceError | SettingError

/** Sizes of the decoder's steps, in frames: the first of an utterance, and by what factor the next ones grow up to a most. */
export interface StepLadder {
  readonly first: number
  readonly growth: number
  readonly most: number
}

/** How a voice is to speak, relative to its own manner; a clause's own prosody comes on top. */
export interface AcousticOptions {
  /** Speed, 0.5-2; default 1. */
  readonly rate?: number
  /** Shift of the pitch in semitones, -12 to 12; default 0. */
  readonly pitch?: number
  /** Vocal effort in decibels, -12 to 12; default 0. Unlike a volume it changes the voice, not the level alone. */
  readonly energy?: number
  /** Default: 4 frames first, doubling up to 64. The sound does not depend on it. */
  readonly steps?: StepLadder
  /** Default `live`. */
  readonly priority?: Priority
}

/** Small steps first for an early sound, then large ones, which cost a third of the compute. */
export const defaultSteps: StepLadder = { first: 4, growth: 2, most: 64 }

const clamp = (value: number, least: number, most: number) => Math.min(Math.max(value, least), most)
const scalar = (value: number) => float32(Float32Array.of(value), [1])

/** One clause on its way through the decoder. */
interface Progress {
  readonly expander: FrameExpander
  readonly fresh: boolean
  readonly startFrame: number
}

/**
 * The acoustic model: clauses in, runs of acoustic frames out. Every clause is spoken on its own, from a silence to a
 * silence, so its frames depend on nothing but the clause, the voice and the options. Nothing is computed ahead of what
 * is pulled.
 *
 * @example
 * ```ts
 * import { acousticModel } from "@parlando/acoustic-model"
 *
 * const brisk = acousticModel({ rate: 1.3 })
 * ```
 */
export const acousticModel =
  (options: AcousticOptions = {}): Stage<Clause, AcousticFrames, AcousticModelError, Voice> =>
  (input) =>
    Stream.unwrap(
      Effect.gen(function* () {
        const rate = yield* settingBetween("rate", options.rate ?? 1, 0.5, 2)
        const pitch = yield* settingBetween("pitch", options.pitch ?? 0, -12, 12)
        const energy = yield* settingBetween("energy", options.energy ?? 0, -12, 12)
        const ladder = options.steps ?? defaultSteps
        yield* settingBetween("steps.first", ladder.first, 1, 4096)
        yield* settingBetween("steps.growth", ladder.growth, 1, 16)
        yield* settingBetween("steps.most", ladder.most, ladder.first, 4096)

        const voice = yield* Voice
        const { manifest, level } = voice
        const { tokenSize, lookaheadFrames: lookahead } = level
        const size = featureSize(manifest)
        const framesPerSecond = manifest.sampleRate / manifest.hop
        const inventory = new Map(manifest.phonemes.map((symbol, id) => [symbol, id]))
        const session = options.priority === undefined ? undefined : { priority: options.priority }
        const encoder: Session = yield* voice.encoder.open(session)
        const decoder: Session = yield* voice.decoder.open(session)
        let step = ladder.first
        let made = 0
        const urgent = () => made < urgentSeconds * framesPerSecond

        const encode = Effect.fnUntraced(function* (clause: Clause) {
          const tokens = clauseTokens(clause, inventory)
          const count = tokens.phonemes.length
          const clauseRate = clamp(rate * clause.prosody.rate, 0.25, 4)
          const encoded = yield* encoder.run(
            {
              phonemes: int32(tokens.phonemes.slice(), [1, count]),
              stress: int32(tokens.stress, [1, count]),
              position: int32(tokens.position, [1, count]),
              rate: scalar(clauseRate),
              pitch: scalar(clamp(pitch + clause.prosody.pitch, -24, 24)),
              energy: scalar(energy)
            },
            { fresh: true, urgent: urgent() }
          )
          const durations = encoded["durations"]!.data as Float32Array
          const { frames, timing } = clauseTiming(clause, tokens, durations, framesPerSecond, clauseRate)
          return { timing, expander: new FrameExpander(encoded["tokens"]!.data as Float32Array, tokenSize, frames) }
        })

        return Stream.flatMap(input, (clause) =>
          Stream.unwrap(
            Effect.map(encode(clause), ({ timing, expander }) =>
              Stream.paginate({ expander, fresh: true, startFrame: 0 } as Progress, ({ fresh, startFrame }) => {
                const frames = Math.min(Math.round(step), timing.frames - startFrame)
                step = Math.min(step * ladder.growth, ladder.most)
                // The first step feeds the look-ahead too, and gives that many rows that lie before the clause.
                const ahead = fresh ? lookahead : 0
                return Effect.map(
                  decoder.run(expander.next(frames + ahead), { fresh, urgent: urgent() }),
                  (outputs) => {
                    made += frames
                    const features = (outputs["features"]!.data as Float32Array).subarray(ahead * size)
                    const endFrame = startFrame + frames
                    const last = endFrame === timing.frames
                    const run: AcousticFrames = { timing, startFrame, frames, last, features, featureSize: size }
                    return [
                      [run],
                      last ? Option.none() : Option.some({ expander, fresh: false, startFrame: endFrame })
                    ] as const
                  }
                )
              })
            )
          )
        )
      })
    )
