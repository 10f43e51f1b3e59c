import { Schema } from "effect"

const fields = { message: Schema.String, model: Schema.String }

/** The bytes are not a model that the runtime can open, or the model breaks the streaming contract. */
export class ModelError extends Schema.TaggedError<ModelError>()("ModelError", fields) {
  readonly retryable = false
}

/** The tensors handed to a step do not fit the model; nothing was run. */
export class InputError extends Schema.TaggedError<InputError>()("InputError", fields) {
  readonly retryable = false
}

/** A step failed inside the runtime, or gave a value that is not finite. The session starts afresh at the next step. */
export class StepError extends Schema.TaggedError<StepError>()("StepError", fields) {
  readonly retryable = false
}

/** The worker that held the session died or could not start; a new session gets a new worker. */
export class WorkerError extends Schema.TaggedError<WorkerError>()("WorkerError", fields) {
  readonly retryable = true
}

/** More sessions are open than the pool admits; try again when others have ended. */
export class OverloadedError extends Schema.TaggedError<OverloadedError>()("OverloadedError", fields) {
  readonly retryable = true
}

/** A step did not end before its deadline. Its worker is replaced if it is stuck in it. */
export class DeadlineError extends Schema.TaggedError<DeadlineError>()("DeadlineError", fields) {
  readonly retryable = true
}

/** An execution provider was asked for that this runtime does not have. */
export class ProviderError extends Schema.TaggedError<ProviderError>()("ProviderError", fields) {
  readonly retryable = false
}

/** Everything that inference can fail with. */
export type InferenceError =
  | ModelError
  | InputError
  | StepError
  | WorkerError
  | OverloadedError
  | DeadlineError
  | ProviderError
