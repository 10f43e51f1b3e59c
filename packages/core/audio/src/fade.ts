/**
 * The shape of a fade. `linear` keeps the sum of the amplitudes of two cross-faded sounds: right when they are alike, such
 * as two takes of the same voice in phase. `equal-power` keeps the sum of their powers: right when they are unrelated.
 */
export type FadeCurve = "linear" | "equal-power"

/** The factor of a sound that is `progress` of the way in: 0 at 0, 1 at 1, clamped outside. */
export const fadeGain = (curve: FadeCurve, progress: number): number => {
  const p = Math.min(1, Math.max(0, progress))
  return curve === "linear" ? p : Math.sin((p * Math.PI) / 2)
}

/** Which part of which fade an array of samples holds. */
export interface FadeOptions {
  /** Samples of the whole fade; the length of the array unless given. */
  readonly length?: number
  /** Samples of the fade that lie before the array, so that a fade can go on over several chunks; 0 unless given. */
  readonly offset?: number
  /** `equal-power` unless given. */
  readonly curve?: FadeCurve
}

/**
 * The samples growing from silence. The fade's last sample and all after it are unchanged. A new array.
 *
 * @example
 * ```ts
 * import { fadeIn } from "@parlando/audio"
 *
 * console.log(fadeIn(Float32Array.of(1, 1, 1, 1, 1), { length: 4, curve: "linear" })) // 0.25 0.5 0.75 1 1
 * ```
 */
export const fadeIn = (samples: Float32Array, options: FadeOptions = {}): Float32Array => {
  const { length = samples.length, offset = 0, curve = "equal-power" } = options
  return samples.map((sample, i) => sample * (length > 0 ? fadeGain(curve, (offset + i + 1) / length) : 1))
}

/**
 * The samples sinking into silence: a stop without a pop. The fade's last sample and all after it are 0. A new array.
 *
 * @example
 * ```ts
 * import { fadeOut } from "@parlando/audio"
 *
 * const first = fadeOut(Float32Array.of(1, 1), { length: 4, curve: "linear" }) // 0.75 0.5
 * const second = fadeOut(Float32Array.of(1, 1, 1), { length: 4, offset: 2, curve: "linear" }) // 0.25 0 0
 * console.log(first, second)
 * ```
 */
export const fadeOut = (samples: Float32Array, options: FadeOptions = {}): Float32Array => {
  const { length = samples.length, offset = 0, curve = "equal-power" } = options
  return samples.map((sample, i) => {
    const left = length - (offset + i + 1)
    return left > 0 ? sample * fadeGain(curve, left / length) : 0
  })
}

/**
 * One sound turning into another over their whole length. A new array.
 *
 * @throws RangeError when the lengths differ.
 *
 * @example
 * ```ts
 * import { crossFade } from "@parlando/audio"
 *
 * const before = new Float32Array(110).fill(0.5)
 * const after = new Float32Array(110).fill(-0.5)
 * console.log(crossFade(before, after, "linear").length) // 110
 * ```
 */
export const crossFade = (from: Float32Array, to: Float32Array, curve: FadeCurve = "equal-power"): Float32Array => {
  if (from.length !== to.length) {
    throw new RangeError(`A cross-fade needs two sounds of one length, not ${from.length} and ${to.length} samples.`)
  }
  const steps = from.length + 1
  return from.map((sample, i) => {
    const p = (i + 1) / steps
    return sample * fadeGain(curve, 1 - p) + to[i]! * fadeGain(curve, p)
  })
}
