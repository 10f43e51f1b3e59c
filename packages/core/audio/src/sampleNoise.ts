const golden = 0x9e3779b9
/** Makes a 32-bit integer uniform in [-0.5, 0.5) have unit variance; see {@link sampleNoise}. */
const scale = Math.sqrt(12) / 0x1_0000_0000

/** Integer hash "lowbias32" by Chris Wellons, https://nullprogram.com/blog/2018/07/31/, as one bijection of 32 bits. */
const mix = (value: number): number => {
  let h = value
  h = Math.imul(h ^ (h >>> 16), 0x7feb352d)
  h = Math.imul(h ^ (h >>> 15), 0x846ca68b)
  return h ^ (h >>> 16)
}

const low = (value: number): number => value | 0
const high = (value: number): number => Math.floor(value / 0x1_0000_0000) | 0

/**
 * White noise whose value depends only on the seed and the position of the sample, so that any way of cutting an utterance
 * into chunks hears the same noise.
 *
 * Uniform with zero mean and unit variance, hence within ±√3. The seed and the position (`start`, in samples) are whole
 * numbers within ±2^53; both are used in full. Fills and returns `target`, or a new array when a length is given. The
 * arithmetic is integer up to one multiplication, so every machine makes the same bits.
 *
 * @example
 * ```ts
 * import { sampleNoise } from "@parlando/audio"
 *
 * const whole = sampleNoise(7, 0, 1000)
 * const part = sampleNoise(7, 600, 400)
 * console.log(part[0] === whole[600]) // true
 * ```
 */
export const sampleNoise = (seed: number, start: number, lengthOrTarget: number | Float32Array): Float32Array => {
  const target = typeof lengthOrTarget === "number" ? new Float32Array(lengthOrTarget) : lengthOrTarget
  const seedKey = mix(mix(low(seed) ^ golden) ^ high(seed))
  let done = 0
  while (done < target.length) {
    const position = start + done
    const lowWord = position - Math.floor(position / 0x1_0000_0000) * 0x1_0000_0000
    const end = Math.min(target.length, done + 0x1_0000_0000 - lowWord)
    const key = mix(seedKey ^ high(position))
    const secondKey = mix(key ^ golden)
    let counter = lowWord | 0
    for (let i = done; i < end; i++) {
      target[i] = ((mix(mix(counter ^ key) ^ secondKey) | 0) + 0.5) * scale
      counter = (counter + 1) | 0
    }
    done = end
  }
  return target
}
