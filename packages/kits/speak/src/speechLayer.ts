import type { Inference } from "@parlando/inference"
import { type FileSource, Voice, type VoiceError, type VoiceOptions, readLanguage } from "@parlando/models"
import { nodeInference, type NodeInferenceOptions, packageSource } from "@parlando/node"
import { makeTextFrontend, TextFrontend, type TextFrontendError } from "@parlando/text-frontend"
import { Effect, Layer } from "effect"
import { voiceSource } from "./voices.ts"

/** Which voice speaks, and how its models are run. */
export interface SpeechOptions extends VoiceOptions, NodeInferenceOptions {
  /** A voice's name, a package, a folder, or any source of files; default `en-us-lj`. */
  readonly voice?: string | FileSource
}

/** Why speech could not be set up. */
export type SpeechError = VoiceError | TextFrontendError

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
  const voice = Voice.layer(source, options)
  const frontend = Layer.effect(
    TextFrontend,
    Effect.flatMap(Voice, ({ manifest }) => frontendOf(manifest.language))
  )
  return frontend.pipe(Layer.provideMerge(voice), Layer.provideMerge(nodeInference(options)))
}
