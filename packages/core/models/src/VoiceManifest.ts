import { Schema } from "effect"
import { FileEntry } from "./verifiedFiles.ts"

/** The names of levels of quality, from the least to the most. */
export const levelNames = ["low", "medium", "high", "ultra"] as const

/** A named trade-off between quality, speed and size. */
export type LevelName = (typeof levelNames)[number]

const PositiveInt = Schema.Int.check(Schema.isGreaterThan(0))
const NaturalInt = Schema.Int.check(Schema.isGreaterThanOrEqualTo(0))

/** The graphs of one level and what the host has to know to step through them. */
export const VoiceLevel = Schema.Struct({
  /** Files of the graphs; every one is listed in `files`. */
  encoder: Schema.NonEmptyString,
  decoder: Schema.NonEmptyString,
  vocoder: Schema.NonEmptyString,
  /** Size of a token vector, the encoder's output and the decoder's input. */
  tokenSize: PositiveInt,
  /** Frames by which the decoder's output lags behind its input. */
  lookaheadFrames: NaturalInt,
  /** Samples by which the vocoder's output lags behind its input. */
  delaySamples: NaturalInt,
  description: Schema.optionalKey(Schema.String),
  /** Scores by name, as measured; see the model card. */
  scores: Schema.optionalKey(Schema.Record(Schema.String, Schema.Finite))
})
export type VoiceLevel = typeof VoiceLevel.Type

/** `voice.json`: what a voice is and what its files are. */
export const VoiceManifest = Schema.Struct({
  schemaVersion: Schema.Literal(1),
  name: Schema.NonEmptyString,
  version: Schema.NonEmptyString,
  /** BCP 47, such as `en-US`. */
  language: Schema.NonEmptyString,
  gender: Schema.optionalKey(Schema.String),
  description: Schema.optionalKey(Schema.String),
  licence: Schema.NonEmptyString,
  /** In Hz. */
  sampleRate: Schema.Int.check(Schema.isBetween({ minimum: 8000, maximum: 192_000 })),
  /** Samples to a frame. */
  hop: PositiveInt,
  melBins: PositiveInt,
  alphabet: Schema.Literal("arpabet"),
  /** The sounds that the voice knows, in the order of their numbers; the first one is silence. */
  phonemes: Schema.NonEmptyArray(Schema.NonEmptyString),
  files: Schema.Record(Schema.String, FileEntry),
  levels: Schema.Record(Schema.Literals(levelNames), Schema.optionalKey(VoiceLevel)),
  defaultLevel: Schema.Literals(levelNames),
  golden: Schema.optionalKey(
    Schema.Struct({
      /** Seed of the noise that the recordings were made with. */
      seed: Schema.Int,
      /** Largest difference to a recording's sample, full scale being 1. */
      tolerance: Schema.Finite,
      items: Schema.Array(Schema.Struct({ text: Schema.String, file: Schema.NonEmptyString }))
    })
  ),
  credits: Schema.Array(Schema.String)
})
export type VoiceManifest = typeof VoiceManifest.Type

/** Values in a frame of acoustic features: the mel bands, ln F0 and the probability of voicing. */
export const featureSize = (manifest: VoiceManifest): number => manifest.melBins + 2
