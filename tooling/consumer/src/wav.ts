import { readFileSync } from "node:fs"

/** A WAV file that is what Parlando writes: mono, 16-bit PCM. */
export interface WavFile {
  /** In Hz. */
  readonly sampleRate: number
  readonly samples: Int16Array
}

/** The contents of the chunks of a RIFF file by their names; what is cut short is an error. */
const riffChunks = (bytes: Buffer): ReadonlyMap<string, Buffer> => {
  const chunks = new Map<string, Buffer>()
  for (let at = 12; at < bytes.length;) {
    const size = bytes.readUInt32LE(at + 4)
    if (at + 8 + size > bytes.length) throw new Error("A chunk goes past the end of the file.")
    chunks.set(bytes.toString("latin1", at, at + 4), bytes.subarray(at + 8, at + 8 + size))
    at += 8 + size + (size % 2)
  }
  return chunks
}

/**
 * Reads a WAV file, by the format's own definition and with none of our code.
 *
 * @throws Error if it is not mono 16-bit PCM whose sizes are true.
 */
export const readWav = (file: string): WavFile => {
  const bytes = readFileSync(file)
  const isRiff = bytes.toString("latin1", 0, 4) === "RIFF" && bytes.toString("latin1", 8, 12) === "WAVE"
  if (!isRiff || bytes.readUInt32LE(4) !== bytes.length - 8) throw new Error(`'${file}' is not a whole RIFF file.`)
  const chunks = riffChunks(bytes)
  const format = chunks.get("fmt ")
  const data = chunks.get("data")
  if (format === undefined || data === undefined) throw new Error(`'${file}' has no format or no data.`)
  const [encoding, channels, bits] = [0, 2, 14].map((at) => format.readUInt16LE(at))
  if (encoding !== 1 || channels !== 1 || bits !== 16) throw new Error(`'${file}' is not mono 16-bit PCM.`)
  const samples = Int16Array.from({ length: data.length / 2 }, (_, i) => data.readInt16LE(2 * i))
  return { sampleRate: format.readUInt32LE(4), samples }
}

/** Root mean square of the samples, full scale being 1: speech is around 0.05 to 0.2. */
export const level = ({ samples }: WavFile): number =>
  Math.sqrt(samples.reduce((sum, sample) => sum + (sample / 32768) ** 2, 0) / samples.length)

/** Length in seconds. */
export const seconds = ({ sampleRate, samples }: WavFile): number => samples.length / sampleRate
