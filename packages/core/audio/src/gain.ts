/**
 * The factor of a gain in decibels: 10^(dB/20).
 *
 * @example
 * ```ts
 * import { decibelsToGain, gainToDecibels } from "@parlando/audio"
 *
 * console.log(decibelsToGain(20)) // 10
 * console.log(gainToDecibels(0.1)) // -20
 * ```
 */
export const decibelsToGain = (decibels: number): number => 10 ** (decibels / 20)

/** The decibels of a factor: 20 log10 of it; 0 gives `-Infinity`. */
export const gainToDecibels = (gain: number): number => 20 * Math.log10(gain)

/** The samples made louder by a gain in decibels: a new array, or `samples` itself when the gain is 0 dB. */
export const applyGain = (samples: Float32Array, decibels: number): Float32Array => {
  if (decibels === 0) return samples
  const gain = decibelsToGain(decibels)
  return samples.map((sample) => sample * gain)
}
