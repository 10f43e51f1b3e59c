import { assert, describe, it } from "@effect/vitest"
import { StreamingSynthesizer } from "@parlando/synthesis"
import { Effect, Layer, Stream } from "effect"
import { lowLatency, type LowLatencyConfig, speechLayer } from "../src/index.ts"

const spoken = (config: LowLatencyConfig) =>
  Effect.gen(function* () {
    const { speech, streaming } = yield* lowLatency(config)
    return yield* Effect.gen(function* () {
      const utterance = yield* Effect.flatMap(StreamingSynthesizer, (synthesizer) => synthesizer.speak("Quick test."))
      return yield* Stream.runCollect(utterance.audio)
    }).pipe(
      Effect.scoped,
      Effect.provide(
        StreamingSynthesizer.layer(streaming).pipe(Layer.provideMerge(speechLayer({ ...speech, warmUp: false })))
      )
    )
  })

describe("the low-latency config", () => {
  it.live("speaks in chunks of 256 samples by default", () =>
    Effect.gen(function* () {
      const chunks = yield* spoken({})
      assert.isTrue(chunks.slice(0, -1).every((chunk) => chunk.samples.length === 256))
    })
  )

  it.live("makes chunks that a shorter target has room for", () =>
    Effect.gen(function* () {
      const chunks = yield* spoken({ targetLatency: "5 millis" })
      assert.isAtMost(Math.max(...chunks.map((chunk) => chunk.samples.length)), 110)
    })
  )

  it.live("refuses an accelerator where there is none", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(spoken({ enableGpuAcceleration: true, gpuProvider: "dml" }))
      assert.strictEqual((error as { readonly _tag: string })._tag, "ProviderError")
    })
  )

  it.effect("says of each option what it becomes", () =>
    Effect.gen(function* () {
      const plain = yield* lowLatency()
      assert.deepStrictEqual(plain.speech, {
        optimizationLevel: "maximum",
        zeroCopy: true,
        realTimeScheduling: false,
        workers: 1
      })
      assert.strictEqual(plain.streaming.lookaheadSamples, 128)
      assert.strictEqual(plain.streaming.measureQuality, false)
      const other = yield* lowLatency({
        optimizationLevel: "minimal",
        threadingStrategy: "shared",
        enableZeroCopyOperations: false,
        useRealTimeScheduler: true,
        disableQualityEnhancements: false,
        lookaheadSamples: 64
      })
      assert.deepStrictEqual(other.speech, { optimizationLevel: "minimal", zeroCopy: false, realTimeScheduling: true })
      assert.strictEqual(other.streaming.lookaheadSamples, 64)
      assert.strictEqual(other.streaming.measureQuality, true)
      assert.isUndefined(other.streaming.qualityVsLatencyBalance)
    })
  )

  for (const [config, settings] of [
    [{ targetLatency: 0 }, ["targetLatency"]],
    [{ enableSimdAcceleration: false }, ["enableSimdAcceleration"]],
    [{ chunkSize: 1024 }, ["chunkSize", "targetLatency"]]
  ] as const) {
    it.effect(`${JSON.stringify(config)} is refused by the name of ${settings.join(" and ")}`, () =>
      Effect.gen(function* () {
        assert.deepStrictEqual((yield* Effect.flip(lowLatency(config))).settings, settings)
      })
    )
  }
})
