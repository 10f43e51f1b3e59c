// What every voice that is trained here agrees on; the same as in tooling/training.

/** In Hz. */
export const sampleRate = 22_050
export const fftSize = 1024
/** Samples of a frame; frame `i` is centred on sample `i * hop + hop / 2`. */
export const hop = 256
export const melBins = 80
/** Log-mel is ln(max(magnitude, floor)). */
export const melFloor = 1e-5
/** Log-mel, ln F0, voicing. */
export const featureCount = melBins + 2
/** Range of the pitch tracker, in Hz. */
export const f0Range = { least: 70, most: 450 } as const
