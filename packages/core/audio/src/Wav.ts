import { Result } from "effect"
import { WavError } from "./WavError.ts"

/** A WAV file that has been understood; its samples are decoded on demand by {@link wavChannel} or {@link wavToMono}. */
export interface Wav {
  /** In Hz. */
  readonly sampleRate: number
  readonly channels: number
  /** Samples per channel. */
  readonly frames: number
  readonly encoding: "pcm" | "float"
  /** 8, 16, 24 or 32 for PCM, 32 or 64 for floats. */
  readonly bitsPerSample: number
  /** The encoded samples, channels interleaved: a view of the file's bytes. */
  readonly data: Uint8Array
}

type Format = Omit<Wav, "data" | "frames">

const refuse = (reason: WavError["reason"], message: string): Result.Result<never, WavError> =>
  Result.fail(new WavError({ reason, message, retryable: false }))

/** Writers that cannot seek back leave a size of 0xFFFFFFFF, or a little under 2 GiB as sox does: "until the end". */
const isUnknownSize = (size: number): boolean => size === 0xffff_ffff || (size >= 0x7fff_0000 && size <= 0x7fff_ffff)

const tagAt = (bytes: Uint8Array, at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4))

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/** The second half of the GUID of a WAVE_FORMAT_EXTENSIBLE sub-format whose first two bytes are a plain format code. */
const guidTail = [0, 0, 0, 0, 16, 0, 128, 0, 0, 170, 0, 56, 155, 113]

const parseFormat = (chunk: Uint8Array): Result.Result<Format, WavError> => {
  if (chunk.length < 16) return refuse("corrupt", "The WAV file's fmt chunk is too short; export the file again.")
  const view = viewOf(chunk)
  let code = view.getUint16(0, true)
  const channels = view.getUint16(2, true)
  const sampleRate = view.getUint32(4, true)
  const frameBytes = view.getUint16(12, true)
  const bitsPerSample = view.getUint16(14, true)
  if (code === 0xfffe) {
    if (chunk.length < 40)
      return refuse("corrupt", "The WAV file's extensible fmt chunk is too short; export the file again.")
    if (!guidTail.every((byte, i) => chunk[26 + i] === byte)) {
      return refuse("unsupported", "The WAV file's sub-format is not known; convert it to 16-bit PCM.")
    }
    code = view.getUint16(24, true)
  }
  const encoding = code === 1 ? "pcm" : code === 3 ? "float" : undefined
  const known = encoding === "pcm" ? [8, 16, 24, 32] : encoding === "float" ? [32, 64] : []
  if (encoding === undefined || !known.includes(bitsPerSample)) {
    return refuse(
      "unsupported",
      `The WAV file has format ${code} with ${bitsPerSample} bits, which is not read; convert it to 16-bit PCM.`
    )
  }
  if (channels === 0 || sampleRate === 0 || frameBytes !== (channels * bitsPerSample) / 8) {
    return refuse(
      "corrupt",
      `The WAV file's fmt chunk contradicts itself (${channels} channels, ${sampleRate} Hz, ${frameBytes} bytes a frame); ` +
        "export the file again."
    )
  }
  return Result.succeed({ sampleRate, channels, encoding, bitsPerSample })
}

/**
 * Understands a WAV file: PCM of 8, 16, 24 or 32 bits or floats of 32 or 64, plain or WAVE_FORMAT_EXTENSIBLE, RIFF or RF64,
 * with any other chunks in any order before the data. A file of unknown length, as pipes leave it, is read to its end; one
 * that is cut off before its declared end is refused. Copies nothing.
 *
 * @example
 * ```ts
 * import { parseWav, wavHeader, wavToMono } from "@parlando/audio"
 * import { Result } from "effect"
 *
 * const wav = Result.getOrThrow(parseWav(wavHeader({ sampleRate: 22050, channels: 1, encoding: "pcm16" }, 0)))
 * console.log(wav.sampleRate, wavToMono(wav).length) // 22050 0
 * ```
 */
export const parseWav = (bytes: Uint8Array): Result.Result<Wav, WavError> => {
  const riff = bytes.length >= 12 ? tagAt(bytes, 0) : ""
  if ((riff !== "RIFF" && riff !== "RF64") || tagAt(bytes, 8) !== "WAVE") {
    return refuse("not-wav", "This is not a WAV file; convert the audio to WAV first.")
  }
  const view = viewOf(bytes)
  let format: Format | undefined
  let longDataBytes: number | undefined
  for (let at = 12; at + 8 <= bytes.length;) {
    const tag = tagAt(bytes, at)
    const size = view.getUint32(at + 4, true)
    const start = at + 8
    if (tag === "data") {
      if (format === undefined) {
        return refuse("corrupt", "The WAV file's samples come before its fmt chunk; export the file again.")
      }
      return parseData(bytes, start, size, longDataBytes, format)
    }
    if (start + size > bytes.length) break
    if (tag === "fmt ") {
      const parsed = parseFormat(bytes.subarray(start, start + size))
      if (Result.isFailure(parsed)) return Result.fail(parsed.failure)
      format = parsed.success
    } else if (tag === "ds64" && riff === "RF64" && size >= 24) {
      longDataBytes = Number(view.getBigUint64(start + 8, true))
    }
    at = start + size + (size % 2)
  }
  return refuse("corrupt", "The WAV file ends before its samples begin; download or export it again.")
}

const parseData = (
  bytes: Uint8Array,
  start: number,
  size: number,
  longSize: number | undefined,
  format: Format
): Result.Result<Wav, WavError> => {
  const available = bytes.length - start
  const declared = size === 0xffff_ffff && longSize !== undefined ? longSize : size
  if (declared > available && (declared !== size || !isUnknownSize(size))) {
    return refuse(
      "corrupt",
      `The WAV file is cut off: ${available} of ${declared} bytes of samples are there; download or export it again.`
    )
  }
  const frameBytes = (format.channels * format.bitsPerSample) / 8
  const frames = Math.floor(Math.min(declared, available) / frameBytes)
  return Result.succeed({ ...format, frames, data: bytes.subarray(start, start + frames * frameBytes) })
}

/** Reads the sample at a byte of a file's data, in [-1, 1] for PCM. */
const sampleReader = (wav: Wav): ((at: number) => number) => {
  const view = viewOf(wav.data)
  if (wav.encoding === "float") {
    return wav.bitsPerSample === 32 ? (at) => view.getFloat32(at, true) : (at) => view.getFloat64(at, true)
  }
  switch (wav.bitsPerSample) {
    case 8:
      return (at) => (view.getUint8(at) - 128) / 128
    case 16:
      return (at) => view.getInt16(at, true) / 32768
    case 24:
      return (at) => ((view.getInt8(at + 2) << 16) | view.getUint16(at, true)) / 8388608
    default:
      return (at) => view.getInt32(at, true) / 2147483648
  }
}

/**
 * The samples of one channel, 0 the first: PCM in [-1, 1], floats as they are.
 *
 * @throws RangeError when there is no such channel.
 */
export const wavChannel = (wav: Wav, channel: number): Float32Array<ArrayBuffer> => {
  if (!(Number.isInteger(channel) && channel >= 0 && channel < wav.channels)) {
    throw new RangeError(`The WAV file has channels 0 to ${wav.channels - 1}, not ${channel}.`)
  }
  const read = sampleReader(wav)
  const sampleBytes = wav.bitsPerSample / 8
  const samples = new Float32Array(wav.frames)
  for (let i = 0; i < samples.length; i++) samples[i] = read((i * wav.channels + channel) * sampleBytes)
  return samples
}

/** The mean of all channels. */
export const wavToMono = (wav: Wav): Float32Array<ArrayBuffer> => {
  const read = sampleReader(wav)
  const sampleBytes = wav.bitsPerSample / 8
  const samples = new Float32Array(wav.frames)
  for (let i = 0; i < samples.length; i++) {
    let sum = 0
    for (let channel = 0; channel < wav.channels; channel++) sum += read((i * wav.channels + channel) * sampleBytes)
    samples[i] = sum / wav.channels
  }
  return samples
}
