import { fftSize, hop, melBins, melFloor, sampleRate } from "./constants.ts"
import { Fft } from "./fft.ts"

/** Slaney's mel scale: linear below 1 kHz, logarithmic above. */
const hzPerMel = 200 / 3
const knee = 1000
const ratio = Math.log(6.4) / 27
const toMel = (hz: number) => (hz < knee ? hz / hzPerMel : knee / hzPerMel + Math.log(hz / knee) / ratio)
const toHz = (mel: number) =>
  mel < knee / hzPerMel ? mel * hzPerMel : knee * Math.exp((mel - knee / hzPerMel) * ratio)

const bins = fftSize / 2 + 1
const highest = 8000

/** Triangles of unit area on the mel scale, 0 to 8 kHz: `[melBins, bins]`. */
const filterbank = (): Float32Array => {
  const top = toMel(highest)
  const edges = Array.from({ length: melBins + 2 }, (_, i) => toHz((top * i) / (melBins + 1)))
  const bank = new Float32Array(melBins * bins)
  for (let band = 0; band < melBins; band++) {
    const [left, centre, right] = [edges[band]!, edges[band + 1]!, edges[band + 2]!]
    for (let bin = 0; bin < bins; bin++) {
      const hz = (bin * sampleRate) / fftSize
      const height = Math.max(0, Math.min((hz - left) / (centre - left), (right - hz) / (right - centre)))
      bank[band * bins + bin] = height * (2 / (right - left))
    }
  }
  return bank
}

const bank = filterbank()
const window = Float64Array.from({ length: fftSize }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / fftSize))

/** The sample at a place, mirrored at both ends without repeating the last one. */
const mirrored = (samples: Float32Array, at: number): number => {
  const last = samples.length - 1
  const i = at < 0 ? -at : at
  return samples[i > last ? 2 * last - i : i] ?? 0
}

/**
 * Log-mel of samples in [-1, 1]: `[frames, 80]`, as HiFi-GAN computes it for LJSpeech. The samples are mirrored at both
 * ends, so that every frame is centred.
 */
export const logMel = (samples: Float32Array): Float32Array => {
  const frames = Math.floor(samples.length / hop)
  const padding = (fftSize - hop) / 2
  const fft = new Fft(fftSize)
  const re = new Float64Array(fftSize)
  const im = new Float64Array(fftSize)
  const magnitudes = new Float64Array(bins)
  const mel = new Float32Array(frames * melBins)
  for (let frame = 0; frame < frames; frame++) {
    const start = frame * hop - padding
    for (let i = 0; i < fftSize; i++) re[i] = mirrored(samples, start + i) * window[i]!
    im.fill(0)
    fft.transform(re, im)
    for (let bin = 0; bin < bins; bin++) magnitudes[bin] = Math.sqrt(re[bin]! ** 2 + im[bin]! ** 2 + 1e-9)
    for (let band = 0; band < melBins; band++) {
      let sum = 0
      for (let bin = 0; bin < bins; bin++) sum += bank[band * bins + bin]! * magnitudes[bin]!
      mel[frame * melBins + band] = Math.log(Math.max(sum, melFloor))
    }
  }
  return mel
}
