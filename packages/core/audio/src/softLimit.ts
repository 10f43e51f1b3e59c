/**
 * Guards an output: the result never leaves [-1, 1], whatever comes in; NaN becomes 0.
 *
 * Samples up to `threshold` pass untouched; above it they follow `t + (1 - t) tanh((|x| - t) / (1 - t))`, which leaves the
 * straight line without a corner and never reaches past 1. It has no memory, so chunking cannot change the sound. Returns
 * `samples` itself when nothing passes the threshold, else a new array.
 *
 * @param threshold Amplitude, at least 0 and below 1; 0.9 unless given.
 * @throws RangeError when `threshold` is outside [0, 1).
 *
 * @example
 * ```ts
 * import { softLimit } from "@parlando/audio"
 *
 * console.log(softLimit(Float32Array.of(0.5, -3))) // 0.5 -1
 * ```
 */
export const softLimit = (samples: Float32Array, threshold = 0.9): Float32Array => {
  if (!(threshold >= 0 && threshold < 1)) {
    throw new RangeError(`The limiter's threshold must be at least 0 and below 1, not ${threshold}.`)
  }
  let i = 0
  while (i < samples.length && Math.abs(samples[i]!) <= threshold) i++
  if (i === samples.length) return samples
  const room = 1 - threshold
  const limited = samples.slice()
  for (; i < samples.length; i++) {
    const sample = samples[i]!
    const size = Math.abs(sample)
    if (size > threshold) limited[i] = Math.sign(sample) * (threshold + room * Math.tanh((size - threshold) / room))
    else if (Number.isNaN(sample)) limited[i] = 0
  }
  return limited
}
