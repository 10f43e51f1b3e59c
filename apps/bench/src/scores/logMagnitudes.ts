const size = 320
const hop = 160

/** Values of a frame. */
export const magnitudeBins = size / 2 + 1

const cos = Float64Array.from({ length: size }, (_, i) => Math.cos((2 * Math.PI * i) / size))
const sin = Float64Array.from({ length: size }, (_, i) => Math.sin((2 * Math.PI * i) / size))

/** 320 is no power of two; its transform is put together from 20 transforms of 16 interleaved samples (Cooley and Tukey). */
const partCount = 20
const partSize = size / partCount

/**
 * Decimal logarithm of the magnitudes of a short-time Fourier transform, `[frames, 161]`: Hann window of 320, hop 160,
 * frames centred with silence before and after.
 */
export const logMagnitudes = (samples: Float32Array): { readonly frames: number; readonly values: Float32Array } => {
  const frames = 1 + Math.floor(samples.length / hop)
  const values = new Float32Array(frames * magnitudeBins)
  const windowed = new Float64Array(size)
  const partRe = new Float64Array(partCount * partSize)
  const partIm = new Float64Array(partCount * partSize)
  for (let frame = 0; frame < frames; frame++) {
    for (let i = 0; i < size; i++) {
      const k = frame * hop - hop + i
      windowed[i] = k >= 0 && k < samples.length ? samples[k]! * (0.5 - 0.5 * cos[i]!) : 0
    }
    for (let part = 0; part < partCount; part++) {
      for (let bin = 0; bin < partSize; bin++) {
        let re = 0
        let im = 0
        for (let i = 0; i < partSize; i++) {
          const turn = (bin * i * partCount) % size
          const value = windowed[i * partCount + part]!
          re += value * cos[turn]!
          im -= value * sin[turn]!
        }
        partRe[part * partSize + bin] = re
        partIm[part * partSize + bin] = im
      }
    }
    for (let bin = 0; bin < magnitudeBins; bin++) {
      let re = 0
      let im = 0
      for (let part = 0; part < partCount; part++) {
        const at = part * partSize + (bin % partSize)
        const turn = (bin * part) % size
        re += partRe[at]! * cos[turn]! + partIm[at]! * sin[turn]!
        im += partIm[at]! * cos[turn]! - partRe[at]! * sin[turn]!
      }
      values[frame * magnitudeBins + bin] = Math.log10(Math.max(1e-7, Math.hypot(re, im)))
    }
  }
  return { frames, values }
}
