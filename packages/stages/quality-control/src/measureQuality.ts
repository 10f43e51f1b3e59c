import type { AudioChunk } from "@parlando/audio"
import type { Stage } from "@parlando/pipeline"
import { Effect, Stream } from "effect"
import { QualityMeter, type QualityReport } from "./QualityMeter.ts"

/**
 * A stage that passes an utterance's audio on untouched and reports what it measures of each chunk, and once more at the
 * end. Put it where the chunks are the pieces that were joined: before they are cut into other sizes.
 *
 * @example
 * ```ts
 * import { measureQuality } from "@parlando/quality-control"
 * import { Effect, Stream } from "effect"
 *
 * const chunk = { index: 0, start: 0, samples: new Float32Array(512), sampleRate: 22050, words: [] }
 * let quality = 1
 * const audio = Stream.make(chunk).pipe(measureQuality((report) => (quality = report.utteranceQuality)))
 * Effect.runPromise(Stream.runDrain(audio)).then(() => console.log(quality)) // 1
 * ```
 */
export const measureQuality =
  (onReport: (report: QualityReport) => void): Stage<AudioChunk, AudioChunk> =>
  (input) =>
    Stream.suspend(() => {
      let meter: QualityMeter | undefined
      return input.pipe(
        Stream.map((chunk) => {
          meter ??= new QualityMeter(chunk.sampleRate)
          onReport(meter.push(chunk))
          return chunk
        }),
        Stream.onEnd(
          Effect.sync(() => {
            if (meter !== undefined) onReport(meter.flush())
          })
        )
      )
    })
