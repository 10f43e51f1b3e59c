import type { AcousticModelError } from "@parlando/acoustic-model"
import type { TextFrontendError } from "@parlando/text-frontend"
import type { VocoderError } from "@parlando/vocoder"
import { Schema } from "effect"

/** The text had nothing in it that can be spoken. */
export class UnspeakableError extends Schema.TaggedError<UnspeakableError>()("UnspeakableError", {
  message: Schema.String
}) {
  readonly retryable = false
}

/** Everything that synthesis can fail with. */
export type SynthesisError = TextFrontendError | AcousticModelError | VocoderError | UnspeakableError
