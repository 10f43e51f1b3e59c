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

/** The text paused for longer than its deadline. What had come has been spoken before this error. */
export class TextDeadlineError extends Schema.TaggedError<TextDeadlineError>()("TextDeadlineError", {
  message: Schema.String
}) {
  readonly retryable = true
}

/** As many utterances are being spoken as the config admits; try again when one has ended. */
export class AdmissionError extends Schema.TaggedError<AdmissionError>()("AdmissionError", {
  message: Schema.String
}) {
  readonly retryable = true
}

/** Everything that synthesis can fail with. */
export type SynthesisError =
  | TextFrontendError
  | AcousticModelError
  | VocoderError
  | UnspeakableError
  | TextDeadlineError
