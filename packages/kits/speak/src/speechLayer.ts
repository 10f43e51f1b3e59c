import type { Inference } from "@parlando/inference"
import {
  type FileSource,
  readLanguage,
  readManifest,
  Voice,
  type VoiceError,
  VoiceManifest,
  type VoiceOptions
} from "@parlando/models"
import { nodeInference, type NodeInferenceOptions, packageSource } from "@parlando/node"
import type { SettingError } from "@parlando/pipeline"
import { warmUp } from "@parlando/synthesis"
import { makeTextFrontend, TextFrontend, type TextFrontendError } from "@parlando/text-frontend"
import { Effect, Layer } from "effect"
import { voiceSource } from "./voices.ts"

/** Which voice speaks, and how its models are run. */
export interface SpeechOptions extends VoiceOptions, NodeInferenceOptions {
  /** A voice's name, a package, a folder, or any source of files; default `en-us-lj`. */
  readonly voice?: string | FileSource
  /** Whether to speak a little into nowhere first, so that the first utterance is as fast as the next; default true. */
  readonly warmUp?: boolean
}

/** Why speech could not be set up. */
export type SpeechError = VoiceError | TextFrontendError | SettingError

/** The pronunciation data of a language: the package `@parlando/text-<language>`. */
const frontendOf = (language: string) =>
  Effect.flatMap(
    readLanguage(packageSource(`@parlando/text-${language.toLowerCase()}`, "text.json", import.meta.url)),
    makeTextFrontend
  )

/**
 * Everything that `synthesis` needs on Node: a voice, the text frontend of its language, and the workers that run it.
 *
 * @example
 * ```ts
 * import { speechLayer } from "@parlando/speak"
 * import { synthesis } from "@parlando/synthesis"
 * import { Effect, Stream } from "effect"
 *
 * const chunks = Stream.make("Hello there.").pipe(synthesis(), Stream.runCollect, Effect.provide(speechLayer()))
 * ```
 */
export const speechLayer = (
  options: SpeechOptions = {}
): Layer.Layer<TextFrontend | Voice | Inference, SpeechError> => {
  const source = typeof options.voice === "object" ? options.voice : voiceSource(options.voice)
  const inference = nodeInference(options)
  // The language's data is read while the models load.
  const frontend = Layer.effect(
    TextFrontend,
    Effect.flatMap(readManifest(source, "voice.json", VoiceManifest), ({ language }) => frontendOf(language))
  )
  const speech = Layer.merge(frontend, Voice.layer(source, options)).pipe(Layer.provideMerge(inference))
  return options.warmUp === false ? speech : Layer.effectDiscard(warmUp).pipe(Layer.provideMerge(speech))
}
