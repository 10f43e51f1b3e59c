/**
 * Samples as 16-bit little-endian PCM, 2 bytes each, on any host. Full scale is 32768: a sample is multiplied by it, rounded
 * to the nearest integer (halves away from zero) and clamped to [-32768, 32767]. NaN becomes 0. No dither.
 *
 * @example
 * ```ts
 * import { decodePcm16, encodePcm16 } from "@parlando/audio"
 *
 * const bytes = encodePcm16(Float32Array.of(0, 0.5, -1))
 * console.log(bytes) // 0 0 0 64 0 128
 * console.log(decodePcm16(bytes)) // 0 0.5 -1
 * ```
 */
export const encodePcm16 = (samples: Float32Array): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(samples.length * 2)
  for (let i = 0; i < samples.length; i++) {
    const scaled = samples[i]! * 32768
    const clamped = Math.min(32767, Math.max(-32768, scaled < 0 ? scaled - 0.5 : scaled + 0.5))
    const value = clamped | 0
    bytes[2 * i] = value
    bytes[2 * i + 1] = value >> 8
  }
  return bytes
}

/** Samples of 16-bit little-endian PCM, value / 32768. An odd byte at the end is ignored. */
export const decodePcm16 = (bytes: Uint8Array): Float32Array<ArrayBuffer> => {
  const samples = new Float32Array(bytes.length >> 1)
  for (let i = 0; i < samples.length; i++) {
    samples[i] = (((bytes[2 * i + 1]! << 24) | (bytes[2 * i]! << 16)) >> 16) / 32768
  }
  return samples
}

/** Samples as 32-bit little-endian floats, 4 bytes each, on any host. Values are kept as they are, also beyond 1 and NaN. */
export const encodeFloat32 = (samples: Float32Array): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(samples.length * 4)
  const view = new DataView(bytes.buffer)
  for (let i = 0; i < samples.length; i++) view.setFloat32(4 * i, samples[i]!, true)
  return bytes
}

/** Samples of 32-bit little-endian floats. Bytes at the end that make no whole sample are ignored. */
export const decodeFloat32 = (bytes: Uint8Array): Float32Array<ArrayBuffer> => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const samples = new Float32Array(bytes.length >> 2)
  for (let i = 0; i < samples.length; i++) samples[i] = view.getFloat32(4 * i, true)
  return samples
}
