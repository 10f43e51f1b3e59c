import { Effect, Schema } from "effect"

/** An option is out of its range, or two options disagree. */
export class SettingError extends Schema.TaggedError<SettingError>()("SettingError", {
  message: Schema.String,
  /** The option, or the two options that disagree. */
  settings: Schema.Array(Schema.String)
}) {
  readonly retryable = false
}

/**
 * A number that has to be in a range, ends included.
 *
 * @example
 * ```ts
 * import { settingBetween } from "@parlando/pipeline"
 *
 * const rate = settingBetween("rate", 1.2, 0.5, 2) // an Effect of 1.2
 * ```
 */
export const settingBetween = (
  setting: string,
  value: number,
  least: number,
  most: number
): Effect.Effect<number, SettingError> =>
  value >= least && value <= most
    ? Effect.succeed(value)
    : Effect.fail(
        new SettingError({
          settings: [setting],
          message: `'${setting}' is ${value}; give a number from ${least} to ${most}.`
        })
      )
