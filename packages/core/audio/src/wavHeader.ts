/** What a WAV file that Parlando writes contains. */
export interface WavFormat {
  /** In Hz. */
  readonly sampleRate: number
  readonly channels: number
  readonly encoding: "pcm16" | "float32"
}

/** Bytes of one sample of every channel. */
export const bytesPerFrame = (format: WavFormat): number => format.channels * (format.encoding === "pcm16" ? 2 : 4)

const unknown32 = 0xffff_ffff
/** Bytes of a ds64 chunk's content without a table: RIFF size, data size, sample count (8 each), table length (4). */
const ds64Bytes = 28

/**
 * The bytes that come before the samples of a WAV file (RIFF/WAVE; RF64 by EBU Tech 3306).
 *
 * Their number depends on the format only, so a writer can begin with the header of an unknown length, append samples
 * (channels interleaved, little-endian; see `encodePcm16` and `encodeFloat32`) and in the end overwrite the beginning of the
 * file with the header of the real length. Room is kept in a JUNK chunk, which becomes the ds64 chunk of an RF64 file when
 * the sizes pass 4 GiB. A header of unknown length says 0xFFFFFFFF, which readers of pipes take as "until the end".
 *
 * @param frames Samples per channel, or nothing while it is unknown.
 * @throws RangeError when the format or the length is impossible.
 *
 * @example
 * ```ts
 * import { encodePcm16, wavHeader } from "@parlando/audio"
 *
 * const samples = new Float32Array(22050)
 * const header = wavHeader({ sampleRate: 22050, channels: 1, encoding: "pcm16" }, samples.length)
 * const file = Uint8Array.of(...header, ...encodePcm16(samples))
 * ```
 */
export const wavHeader = (format: WavFormat, frames?: number): Uint8Array<ArrayBuffer> => {
  const { sampleRate, channels, encoding } = format
  if (!Number.isInteger(channels) || channels < 1 || channels > 0xffff / 4) {
    throw new RangeError(`A WAV file needs 1 to 16383 channels, not ${channels}.`)
  }
  if (!Number.isInteger(sampleRate) || sampleRate < 1 || sampleRate * bytesPerFrame(format) > unknown32) {
    throw new RangeError(`A WAV file needs a sample rate in whole Hz that its header can hold, not ${sampleRate}.`)
  }
  if (frames !== undefined && !(Number.isSafeInteger(frames) && frames >= 0)) {
    throw new RangeError(`A WAV file needs a whole number of samples per channel, not ${frames}.`)
  }
  const float = encoding === "float32"
  const frameBytes = bytesPerFrame(format)
  const dataBytes = frames === undefined ? undefined : frames * frameBytes
  const headerBytes = 12 + (8 + ds64Bytes) + (float ? 8 + 18 + 12 : 8 + 16) + 8
  const riffBytes = dataBytes === undefined ? undefined : headerBytes - 8 + dataBytes
  const large = riffBytes !== undefined && riffBytes >= unknown32

  const header = new Uint8Array(headerBytes)
  const view = new DataView(header.buffer)
  let at = 0
  const tag = (text: string): void => {
    for (let i = 0; i < 4; i++) header[at++] = text.charCodeAt(i)
  }
  const uint16 = (value: number): void => {
    view.setUint16(at, value, true)
    at += 2
  }
  const uint32 = (value: number): void => {
    view.setUint32(at, value, true)
    at += 4
  }
  const uint64 = (value: number): void => {
    view.setBigUint64(at, BigInt(value), true)
    at += 8
  }

  tag(large ? "RF64" : "RIFF")
  uint32(large ? unknown32 : (riffBytes ?? unknown32))
  tag("WAVE")
  tag(large ? "ds64" : "JUNK")
  uint32(ds64Bytes)
  uint64(large ? riffBytes : 0)
  uint64(large ? (dataBytes ?? 0) : 0)
  uint64(large ? (frames ?? 0) : 0)
  uint32(0)
  tag("fmt ")
  uint32(float ? 18 : 16)
  uint16(float ? 3 : 1)
  uint16(channels)
  uint32(sampleRate)
  uint32(sampleRate * frameBytes)
  uint16(frameBytes)
  uint16(float ? 32 : 16)
  if (float) {
    uint16(0)
    tag("fact")
    uint32(4)
    uint32(large ? unknown32 : (frames ?? unknown32))
  }
  tag("data")
  uint32(large ? unknown32 : (dataBytes ?? unknown32))
  return header
}
