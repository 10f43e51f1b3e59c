import { FrameExpander } from "@parlando/acoustic-model"
import { applyGain, type AudioChunk, Rechunker, sampleNoise, softLimit } from "@parlando/audio"
import { statistics } from "@parlando/metrics"
import { Voice } from "@parlando/models"
import { QualityMeter } from "@parlando/quality-control"
import { clauseAudio, type SynthesisError } from "@parlando/synthesis"
import { TextFrontend, textFrontend } from "@parlando/text-frontend"
import { Context, Effect, Stream } from "effect"
import type { Speech } from "./speech.ts"

/** What the parts of the pipeline cost that are not models, each on its own, in milliseconds. */
export interface Parts {
  readonly frontendMs: number
  readonly signalMs: number
  readonly qualityMs: number
}

const timed = (work: () => void): number => {
  const started = performance.now()
  work()
  return performance.now() - started
}

const median = (runs: number, work: () => void) => statistics(Array.from({ length: runs }, () => timed(work)))!.p50

/** The signal processing of one step: the noise that the vocoder hears, the frames that the decoder reads, gain and limiter. */
const signal = (chunks: ReadonlyArray<AudioChunk>, hop: number, tokenSize: number) => {
  const vectors = new Float32Array(64 * tokenSize)
  const rechunker = new Rechunker({ first: 256, growth: 2, max: 512 })
  for (const chunk of chunks) {
    const frames = Math.max(1, Math.round(chunk.samples.length / hop))
    new FrameExpander(vectors, tokenSize, new Int32Array(64).fill(Math.ceil(frames / 64))).next(frames)
    sampleNoise(0, chunk.start, chunk.samples.length)
    softLimit(applyGain(chunk.samples, 0))
    rechunker.push(chunk)
  }
  rechunker.flush()
}

/** Does the work of each part again, alone, on what a text is made of. */
export const measureParts = Effect.fnUntraced(function* (
  speech: Speech,
  text: string,
  runs: number
): Effect.fn.Return<Parts, SynthesisError> {
  const frontend = Context.get(speech, TextFrontend)
  const { manifest, level } = Context.get(speech, Voice)
  const chunks = yield* Stream.make(text).pipe(
    textFrontend(),
    clauseAudio({ steps: { first: 4, growth: 2, most: 64 } }),
    Stream.runCollect,
    Effect.provide(speech)
  )
  const readings: Array<number> = []
  for (let run = 0; run < runs; run++) {
    const session = yield* frontend.open()
    readings.push(
      timed(() => {
        for (let at = 0; at < text.length; at += 512) session.push(text.slice(at, at + 512))
        session.end()
      })
    )
  }
  return {
    frontendMs: statistics(readings)!.p50,
    signalMs: median(runs, () => signal(chunks, manifest.hop, level.tokenSize)),
    qualityMs: median(runs, () => {
      const meter = new QualityMeter(manifest.sampleRate)
      for (const chunk of chunks) meter.push(chunk)
      meter.flush()
    })
  }
})
