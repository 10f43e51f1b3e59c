import { Duration } from "effect"

/**
 * Whether a number is a sample rate that Parlando handles: a whole number of Hz from 1,000 to 768,000.
 *
 * @example
 * ```ts
 * import { isSampleRate } from "@parlando/audio"
 *
 * console.log(isSampleRate(22050), isSampleRate(44.1)) // true false
 * ```
 */
export const isSampleRate = (value: unknown): value is number =>
  Number.isInteger(value) && (value as number) >= 1000 && (value as number) <= 768_000

/**
 * The whole number of samples nearest to a time in seconds.
 *
 * @example
 * ```ts
 * import { samplesToSeconds, secondsToSamples } from "@parlando/audio"
 *
 * console.log(secondsToSamples(0.5, 22050)) // 11025
 * console.log(samplesToSeconds(11025, 22050)) // 0.5
 * ```
 */
export const secondsToSamples = (seconds: number, sampleRate: number): number => Math.round(seconds * sampleRate)

/** How long a number of samples sounds, in seconds. */
export const samplesToSeconds = (samples: number, sampleRate: number): number => samples / sampleRate

/**
 * The whole number of samples nearest to a duration.
 *
 * @example
 * ```ts
 * import { durationToSamples } from "@parlando/audio"
 *
 * console.log(durationToSamples("50 millis", 22050)) // 1103
 * ```
 */
export const durationToSamples = (duration: Duration.Input, sampleRate: number): number =>
  secondsToSamples(Duration.toMillis(duration) / 1000, sampleRate)

/** How long a number of samples sounds, as a `Duration`. */
export const samplesToDuration = (samples: number, sampleRate: number): Duration.Duration =>
  Duration.millis((samples / sampleRate) * 1000)
