import { Schema } from "effect"

/** The command line is not one that `bench` understands. */
export class UsageError extends Schema.TaggedError<UsageError>()("UsageError", { message: Schema.String }) {
  readonly retryable = false
}

/** A bench could not be run: a file or program that it needs is missing or wrong, or it measured something impossible. */
export class BenchError extends Schema.TaggedError<BenchError>()("BenchError", { message: Schema.String }) {
  readonly retryable = false
}

/** The plain words of whatever was thrown. */
export const messageOf = (cause: unknown): string =>
  (cause instanceof Error ? cause.message : String(cause)).split("\n")[0]!
