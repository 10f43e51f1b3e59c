import { type AudioChunk, sampleNoise, type WordSpan } from "@parlando/audio"
import { type Defect, QualityMeter, type QualityReport } from "../src/index.ts"

export const sampleRate = 22050

export const sine = (frequency: number, seconds: number, amplitude = 0.3): Float32Array =>
  Float32Array.from({ length: Math.round(seconds * sampleRate) }, (_, i) => {
    return amplitude * Math.sin((2 * Math.PI * frequency * i) / sampleRate)
  })

/** A resonance of second order at a frequency, with a bandwidth, in Hz. */
const resonate = (samples: Float32Array, frequency: number, bandwidth: number): Float32Array => {
  const radius = Math.exp((-Math.PI * bandwidth) / sampleRate)
  const a1 = 2 * radius * Math.cos((2 * Math.PI * frequency) / sampleRate)
  const a2 = -radius * radius
  let [y1, y2] = [0, 0]
  return samples.map((sample) => {
    const y = sample + a1 * y1 + a2 * y2
    y2 = y1
    y1 = y
    return y
  })
}

/** Something like speech: syllables of pulses and breath through three formants, four a second, over the noise of a room. */
export const speech = (seed: number, seconds: number): Float32Array => {
  const length = Math.round(seconds * sampleRate)
  const breath = sampleNoise(seed, 0, length)
  const room = sampleNoise(seed + 1, 0, length)
  let phase = 0
  const source = breath.map((noise, i) => {
    phase += (200 + 40 * Math.sin(i / 9000)) / sampleRate
    const pulse = phase >= 1 ? 1 : 0
    phase -= pulse
    return pulse + 0.02 * noise
  })
  const [f1, f2, f3] = [450 + 40 * (seed % 7), 1500 + 60 * (seed % 5), 2600]
  const voice = resonate(resonate(resonate(source, f1, 80), f2, 120), f3, 160)
  const peak = voice.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0)
  return voice.map((sample, i) => {
    const syllable = Math.max(0.05, Math.sin((2 * Math.PI * 2 * i) / sampleRate) ** 2)
    return (0.6 * syllable * sample) / peak + 5e-4 * room[i]!
  })
}

export const word = (startSample: number, endSample: number): WordSpan => {
  return { text: "word", textStart: 0, textEnd: 4, startSample, endSample, phonemes: [] }
}

/** An utterance in chunks of the given sizes, the last repeated. */
export const chunksOf = (
  samples: Float32Array,
  sizes: ReadonlyArray<number>,
  words: ReadonlyArray<WordSpan> = []
): ReadonlyArray<AudioChunk> => {
  const chunks: Array<AudioChunk> = []
  for (let start = 0; start < samples.length;) {
    const size = sizes[Math.min(chunks.length, sizes.length - 1)]!
    const part = samples.subarray(start, start + size)
    const inside = words.filter((w) => w.startSample >= start && w.startSample < start + part.length)
    chunks.push({ index: chunks.length, start, samples: part, sampleRate, words: inside })
    start += part.length
  }
  return chunks
}

export interface Measured {
  readonly defects: ReadonlyArray<Defect>
  readonly last: QualityReport
  readonly lowest: number
}

export const measure = (chunks: ReadonlyArray<AudioChunk>): Measured => {
  const meter = new QualityMeter(sampleRate)
  const reports = [...chunks.map((chunk) => meter.push(chunk)), meter.flush()]
  return {
    defects: reports.flatMap((report) => report.defects),
    last: reports.at(-1)!,
    lowest: Math.min(...reports.map((report) => report.quality))
  }
}
