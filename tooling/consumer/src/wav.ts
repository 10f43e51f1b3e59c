import { readFileSync } from "node:fs"

/** A WAV file that is what Parlando writes: mono, 16-bit PCM. */
export interface WavFile {
  /** In Hz. */
  readonly sampleRate: number
  readonly samples: Int16Array
}

/**
 * Reads a WAV file, by the format's own definition and with none of our code.
 *
 * @throws Error if it is not mono 16-bit PCM with a header of 44 bytes that tells the file's true size.
 */
export const readWav = (file: string): WavFile => {
  const bytes = readFileSync(file)
  const text = (start: number) => bytes.toString("latin1", start, start + 4)
  const format = [bytes.readUInt32LE(16), bytes.readUInt16LE(20), bytes.readUInt16LE(22), bytes.readUInt16LE(34)].join()
  if (
    text(0) !== "RIFF" ||
    text(8) !== "WAVE" ||
    text(12) !== "fmt " ||
    text(36) !== "data" ||
    format !== "16,1,1,16"
  ) {
    throw new Error(`'${file}' is not a mono 16-bit PCM WAV file.`)
  }
  if (bytes.readUInt32LE(4) !== bytes.length - 8 || bytes.readUInt32LE(40) !== bytes.length - 44) {
    throw new Error(`The header of '${file}' does not tell its size.`)
  }
  const samples = Int16Array.from({ length: (bytes.length - 44) / 2 }, (_, i) => bytes.readInt16LE(44 + 2 * i))
  return { sampleRate: bytes.readUInt32LE(24), samples }
}

/** Root mean square of the samples, full scale being 1: speech is around 0.05 to 0.2. */
export const level = ({ samples }: WavFile): number =>
  Math.sqrt(samples.reduce((sum, sample) => sum + (sample / 32768) ** 2, 0) / samples.length)

/** Length in seconds. */
export const seconds = ({ sampleRate, samples }: WavFile): number => samples.length / sampleRate
