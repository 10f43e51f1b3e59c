import { assert, describe, it } from "@effect/vitest"
import { Effect, Stream } from "effect"
import { measureQuality, type QualityReport } from "../src/index.ts"
import { chunksOf, sine, speech } from "./signals.ts"

describe("measureQuality", () => {
  const chunks = chunksOf(speech(1, 1), [512])

  it.effect("passes the audio on untouched and reports each chunk, and the end", () =>
    Effect.gen(function* () {
      const reports: Array<QualityReport> = []
      const stage = measureQuality((report) => reports.push(report))
      const out = yield* Stream.runCollect(stage(Stream.fromIterable(chunks)))
      assert.strictEqual(out.length, chunks.length)
      out.forEach((chunk, i) => assert.strictEqual(chunk, chunks[i]))
      assert.deepStrictEqual(
        reports.map((report) => report.end),
        [...chunks.map((chunk) => chunk.start + chunk.samples.length), 22_050]
      )
    })
  )

  it.effect("reports a chunk before it is heard", () =>
    Effect.gen(function* () {
      const log: Array<string> = []
      yield* Stream.fromIterable(chunks.slice(0, 2)).pipe(
        Stream.rechunk(1),
        measureQuality(() => log.push("report")),
        Stream.runForEach(() => Effect.sync(() => log.push("heard")))
      )
      assert.deepStrictEqual(log, ["report", "heard", "report", "heard", "report"])
    })
  )

  it.effect("begins anew each time the stream is run", () =>
    Effect.gen(function* () {
      const clipped = chunksOf(sine(100, 0.1, 1).fill(1, 1000), [500])
      let last: QualityReport | undefined
      const stream = Stream.fromIterable(clipped).pipe(measureQuality((report) => (last = report)))
      yield* Stream.runDrain(stream)
      const first = last
      yield* Stream.runDrain(stream)
      assert.deepStrictEqual(last, first)
      assert.strictEqual(last?.utteranceQuality, 0)
    })
  )

  it.effect("reports nothing of an empty stream, and lets errors pass", () =>
    Effect.gen(function* () {
      const reports: Array<QualityReport> = []
      const stage = measureQuality((report) => reports.push(report))
      yield* Stream.runDrain(stage(Stream.empty))
      const error = yield* Effect.flip(Stream.runDrain(stage(Stream.fail("broken"))))
      assert.strictEqual(error, "broken")
      assert.deepStrictEqual(reports, [])
    })
  )
})
