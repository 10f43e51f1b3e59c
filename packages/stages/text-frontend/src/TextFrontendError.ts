import { Schema } from "effect"

/** Why a text frontend could not be made or opened. */
export class TextFrontendError extends Schema.TaggedError<TextFrontendError>()("TextFrontendError", {
  /** What is wrong: the language data, an option, or a user's lexicon. */
  reason: Schema.Literals(["data", "option", "lexicon"]),
  /** One sentence that says what happened and what to do next. */
  message: Schema.String,
  retryable: Schema.Boolean
}) {}
