// FLAC (RFC 9639, https://www.rfc-editor.org/rfc/rfc9639): decodes the streams that the recordings of a corpus come in.
import { BitReader } from "./BitReader.ts"

/** What a FLAC stream holds. */
export interface Flac {
  /** In Hz. */
  readonly sampleRate: number
  readonly bitsPerSample: number
  /** Samples of each channel, as integers. */
  readonly channels: ReadonlyArray<Int32Array>
}

/** The bytes are not a FLAC stream that can be decoded. */
export class FlacError extends Error {}

interface StreamInfo {
  readonly sampleRate: number
  readonly channels: number
  readonly bitsPerSample: number
  /** Samples a channel; 0 if the encoder did not know. */
  readonly samples: number
}

/** Reads the header of a stream: its format, and where its frames begin. */
export const readFlacInfo = (bytes: Uint8Array): StreamInfo & { readonly framesAt: number } => {
  if (String.fromCharCode(...bytes.subarray(0, 4)) !== "fLaC") throw new FlacError("this is not a FLAC file")
  let at = 4
  let info: StreamInfo | undefined
  for (let last = false; !last;) {
    const header = new BitReader(bytes, at)
    last = header.unsigned(1) === 1
    const type = header.unsigned(7)
    const length = header.unsigned(24)
    if (header.overrun || at + 4 + length > bytes.length) throw new FlacError("its header is cut off")
    if (type === 0) {
      const body = new BitReader(bytes, at + 4 + 10)
      const sampleRate = body.unsigned(20)
      const channels = body.unsigned(3) + 1
      const bitsPerSample = body.unsigned(5) + 1
      info = { sampleRate, channels, bitsPerSample, samples: body.unsigned(4) * 2 ** 32 + body.unsigned(32) }
    }
    at += 4 + length
  }
  if (info === undefined) throw new FlacError("it has no stream info")
  return { ...info, framesAt: at }
}

const crcTable = (bits: number, polynomial: number): Uint16Array =>
  Uint16Array.from({ length: 256 }, (_, byte) => {
    let crc = byte << (bits - 8)
    for (let i = 0; i < 8; i++) crc = crc & (1 << (bits - 1)) ? (crc << 1) ^ polynomial : crc << 1
    return crc & ((1 << bits) - 1)
  })
const crc8Table = crcTable(8, 0x07)
const crc16Table = crcTable(16, 0x8005)

const crc8 = (bytes: Uint8Array) => bytes.reduce((crc, byte) => crc8Table[crc ^ byte]!, 0)
const crc16 = (bytes: Uint8Array) =>
  bytes.reduce((crc, byte) => ((crc << 8) & 0xffff) ^ crc16Table[(crc >> 8) ^ byte]!, 0)

interface FrameHeader {
  readonly blockSize: number
  /** 0-7 independent channels less one, 8 left and side, 9 side and right, 10 mid and side. */
  readonly assignment: number
  readonly bitsPerSample: number
}

const sampleSizes = [0, 8, 12, 0, 16, 20, 24, 32]

const readFrameHeader = (reader: BitReader, info: StreamInfo): FrameHeader => {
  if (reader.unsigned(15) !== 0x7ffc) throw new FlacError("a frame does not begin where it should")
  reader.unsigned(1)
  const sizeCode = reader.unsigned(4)
  const rateCode = reader.unsigned(4)
  const assignment = reader.unsigned(4)
  const sampleSize = reader.unsigned(3)
  reader.unsigned(1)
  // The number of the frame or sample, coded like UTF-8: as many bytes follow as the first one has leading ones, less one.
  const lead = reader.unsigned(8)
  for (let ones = Math.clz32(~(lead << 24)); ones > 1; ones--) reader.unsigned(8)
  const blockSize =
    sizeCode === 1
      ? 192
      : sizeCode <= 5
        ? 576 << (sizeCode - 2)
        : sizeCode === 6
          ? reader.unsigned(8) + 1
          : sizeCode === 7
            ? reader.unsigned(16) + 1
            : 256 << (sizeCode - 8)
  if (rateCode === 12) reader.unsigned(8)
  else if (rateCode > 12) reader.unsigned(16)
  if (sizeCode === 0 || assignment > 10) throw new FlacError("a frame has a reserved format")
  return { blockSize, assignment, bitsPerSample: sampleSizes[sampleSize]! || info.bitsPerSample }
}

/** Adds the coded residual to `samples[order..]`. */
const readResidual = (reader: BitReader, samples: Float64Array, order: number): void => {
  const method = reader.unsigned(2)
  if (method > 1) throw new FlacError("a residual is coded in a way that is reserved")
  const parameterBits = method === 0 ? 4 : 5
  const escape = (1 << parameterBits) - 1
  const partitions = 1 << reader.unsigned(4)
  const length = samples.length / partitions
  if (!Number.isInteger(length) || length < order) throw new FlacError("a residual has partitions that do not fit")
  for (let partition = 0; partition < partitions; partition++) {
    const parameter = reader.unsigned(parameterBits)
    const end = (partition + 1) * length
    const raw = parameter === escape ? reader.unsigned(5) : -1
    for (let i = partition === 0 ? order : partition * length; i < end; i++) {
      if (raw >= 0) {
        samples[i] = reader.signed(raw)
      } else {
        const folded = reader.unary() * 2 ** parameter + reader.unsigned(parameter)
        samples[i] = folded % 2 === 0 ? folded / 2 : -(folded + 1) / 2
      }
    }
    if (reader.overrun) throw new FlacError("it is cut off")
  }
}

/** Turns residuals into samples: every sample is predicted from the ones before it. */
const predict = (samples: Float64Array, coefficients: ReadonlyArray<number>, shift: number): void => {
  const scale = 2 ** shift
  for (let i = coefficients.length; i < samples.length; i++) {
    let sum = 0
    for (let k = 0; k < coefficients.length; k++) sum += coefficients[k]! * samples[i - 1 - k]!
    samples[i] = samples[i]! + Math.floor(sum / scale)
  }
}

const fixedPredictors: ReadonlyArray<ReadonlyArray<number>> = [[], [1], [2, -1], [3, -3, 1], [4, -6, 4, -1]]

const readSubframe = (reader: BitReader, blockSize: number, frameBits: number): Float64Array => {
  if (reader.unsigned(1) !== 0) throw new FlacError("a subframe does not begin where it should")
  const type = reader.unsigned(6)
  const wasted = reader.unsigned(1) === 1 ? reader.unary() + 1 : 0
  const bits = frameBits - wasted
  const samples = new Float64Array(blockSize)
  const warmUp = (order: number) => {
    for (let i = 0; i < order; i++) samples[i] = reader.signed(bits)
  }
  if (type === 0) {
    samples.fill(reader.signed(bits))
  } else if (type === 1) {
    warmUp(blockSize)
  } else if (type >= 8 && type <= 12) {
    const coefficients = fixedPredictors[type - 8]!
    warmUp(coefficients.length)
    readResidual(reader, samples, coefficients.length)
    predict(samples, coefficients, 0)
  } else if (type >= 32) {
    const order = type - 31
    warmUp(order)
    const precision = reader.unsigned(4) + 1
    const shift = reader.signed(5)
    if (precision === 16 || shift < 0) throw new FlacError("a predictor has a reserved format")
    const coefficients = Array.from({ length: order }, () => reader.signed(precision))
    readResidual(reader, samples, order)
    predict(samples, coefficients, shift)
  } else {
    throw new FlacError("a subframe has a reserved type")
  }
  if (wasted > 0) for (let i = 0; i < blockSize; i++) samples[i] = samples[i]! * 2 ** wasted
  return samples
}

/** Left and right from the sums and differences that were coded. */
const restoreStereo = (assignment: number, subframes: ReadonlyArray<Float64Array>): void => {
  if (assignment < 8) return
  const [first, second] = subframes as [Float64Array, Float64Array]
  for (let i = 0; i < first.length; i++) {
    const a = first[i]!
    const b = second[i]!
    if (assignment === 8) {
      second[i] = a - b
    } else if (assignment === 9) {
      first[i] = a + b
    } else {
      const mid = 2 * a + (Math.abs(b) % 2)
      first[i] = (mid + b) / 2
      second[i] = (mid - b) / 2
    }
  }
}

/**
 * Decodes a whole FLAC stream of up to 24 bits a sample and checks every frame's checksum.
 *
 * @throws FlacError if it is not FLAC, cut off or damaged.
 */
export const decodeFlac = (bytes: Uint8Array): Flac => {
  const info = readFlacInfo(bytes)
  const blocks: Array<ReadonlyArray<Float64Array>> = []
  let length = 0
  let at = info.framesAt
  while (at + 2 < bytes.length && (info.samples === 0 || length < info.samples)) {
    const reader = new BitReader(bytes, at)
    const header = readFrameHeader(reader, info)
    const headerEnd = reader.byte
    if (reader.unsigned(8) !== crc8(bytes.subarray(at, headerEnd))) throw new FlacError("a frame's header is damaged")
    const count = header.assignment < 8 ? header.assignment + 1 : 2
    const subframes = Array.from({ length: count }, (_, channel) => {
      const isSide = header.assignment === 9 ? channel === 0 : header.assignment >= 8 && channel === 1
      return readSubframe(reader, header.blockSize, header.bitsPerSample + (isSide ? 1 : 0))
    })
    reader.align()
    const end = reader.byte
    const checksum = reader.unsigned(16)
    if (reader.overrun) throw new FlacError("it is cut off")
    if (checksum !== crc16(bytes.subarray(at, end))) throw new FlacError("a frame is damaged")
    restoreStereo(header.assignment, subframes)
    if (subframes.length !== info.channels) throw new FlacError("the number of its channels changes")
    blocks.push(subframes)
    length += header.blockSize
    at = end + 2
  }
  if (length < info.samples) throw new FlacError("it is cut off")
  const channels = Array.from({ length: info.channels }, () => new Int32Array(length))
  let position = 0
  for (const block of blocks) {
    block.forEach((samples, channel) => channels[channel]!.set(samples, position))
    position += block[0]!.length
  }
  return { sampleRate: info.sampleRate, bitsPerSample: info.bitsPerSample, channels }
}
