import { Schema } from "effect"

/** A file cannot be read as WAV audio. Reading the same bytes again fails again, so it is never retryable. */
export class WavError extends Schema.TaggedError<WavError>()("WavError", {
  /** `not-wav`: something else; `corrupt`: broken or cut off; `unsupported`: a WAV encoding that is not read. */
  reason: Schema.Literals(["not-wav", "corrupt", "unsupported"]),
  message: Schema.String,
  retryable: Schema.Boolean
}) {}
