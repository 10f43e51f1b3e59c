/** The rate that both scorers hear. */
export const scorerRate = 16_000

/**
 * Changes the sample rate as the scorers were calibrated with: a sinc of 32 zero crossings to each side under a Hann window,
 * its cut-off at 0.97 of the lower Nyquist frequency. Scores would move by a few hundredths under another filter, which is
 * why the audio package's resampler is not used here.
 */
export const toSixteenKilohertz = (samples: Float32Array, rate: number): Float32Array => {
  if (rate === scorerRate) return samples
  const ratio = scorerRate / rate
  const cutoff = Math.min(1, ratio) * 0.97
  const reach = 32 / Math.min(1, ratio)
  return Float32Array.from({ length: Math.floor(samples.length * ratio) }, (_, i) => {
    const centre = i / ratio
    const first = Math.max(0, Math.ceil(centre - reach))
    const last = Math.min(samples.length - 1, Math.floor(centre + reach))
    let sum = 0
    for (let k = first; k <= last; k++) {
      const distance = centre - k
      const phase = Math.PI * cutoff * distance
      const sinc = distance === 0 ? cutoff : (cutoff * Math.sin(phase)) / phase
      sum += samples[k]! * sinc * (0.5 + 0.5 * Math.cos((Math.PI * distance) / reach))
    }
    return sum
  })
}

/** Samples, over and over, until they last long enough. */
export const repeated = (samples: Float32Array, least: number): Float32Array => {
  if (samples.length === 0) return new Float32Array(least)
  let whole = samples
  while (whole.length < least) {
    const twice = new Float32Array(whole.length * 2)
    twice.set(whole)
    twice.set(whole, whole.length)
    whole = twice
  }
  return whole
}
