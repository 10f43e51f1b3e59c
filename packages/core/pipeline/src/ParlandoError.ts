/**
 * What every error of Parlando has. Each package declares its own tagged errors (`Schema.TaggedError`) with these fields
 * and exports their union; whoever runs a flow can then decide what to do without knowing the packages.
 *
 * @example
 * ```ts
 * import { isRetryable } from "@parlando/pipeline"
 *
 * console.log(isRetryable({ _tag: "InferenceError", message: "the worker died; try again", retryable: true })) // true
 * console.log(isRetryable(new Error("something else"))) // false
 * ```
 */
export interface ParlandoError {
  readonly _tag: string
  /** One sentence that says what happened and what to do next. */
  readonly message: string
  /** Whether the same call may succeed if it is made again. */
  readonly retryable: boolean
}

/** Whether a value is one of Parlando's errors. */
export const isParlandoError = (value: unknown): value is ParlandoError =>
  typeof value === "object" &&
  value !== null &&
  typeof (value as Partial<ParlandoError>)._tag === "string" &&
  typeof (value as Partial<ParlandoError>).message === "string" &&
  typeof (value as Partial<ParlandoError>).retryable === "boolean"

/** Whether a failure is one of Parlando's errors that says that the same call may succeed if it is made again. */
export const isRetryable = (value: unknown): boolean => isParlandoError(value) && value.retryable
