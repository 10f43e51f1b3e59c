import type { AudioChunk } from "@parlando/audio"

/** The samples of an utterance's chunks in one array; throws where they do not follow one another. */
export const joinAudio = (chunks: ReadonlyArray<AudioChunk>): Float32Array => {
  const total = chunks.reduce((sum, chunk) => sum + chunk.samples.length, 0)
  const joined = new Float32Array(total)
  let at = 0
  chunks.forEach((chunk, index) => {
    if (chunk.start !== at || chunk.index !== index || chunk.samples.length === 0) {
      throw new Error(
        `chunk ${chunk.index} of ${chunk.samples.length} samples at ${chunk.start} came as number ${index} at ${at}`
      )
    }
    joined.set(chunk.samples, at)
    at += chunk.samples.length
  })
  return joined
}

/** Largest difference between two signals; infinite if their lengths differ. */
export const largestDifference = (a: Float32Array, b: Float32Array): number => {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY
  let most = 0
  for (let i = 0; i < a.length; i++) most = Math.max(most, Math.abs(a[i]! - b[i]!))
  return most
}
