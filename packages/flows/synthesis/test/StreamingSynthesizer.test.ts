import { assert, describe, it } from "@effect/vitest"
import type { AudioChunk } from "@parlando/audio"
import { PerformanceMonitor } from "@parlando/metrics"
import {
  englishData,
  type FakeWorkers,
  fakeOnnx,
  fakeVoiceLayer,
  fakeVoiceModels,
  fakeWorkers,
  joinAudio,
  largestDifference
} from "@parlando/testing"
import { layer as frontendLayer } from "@parlando/text-frontend"
import { Cause, Deferred, Effect, Exit, Fiber, Layer, Queue, Scope, Stream } from "effect"
import { TestClock } from "effect/testing"
import {
  type Application,
  latencyProfiles,
  resolveConfig,
  type StreamingConfig,
  StreamingSynthesizer,
  synthesis
} from "../src/index.ts"

const data = englishData()
const newWorkers = () => fakeWorkers(fakeOnnx(fakeVoiceModels))
// The fake voice has 8,000 samples a second, so the default chunk of 512 samples lasts 64 ms.
const speech = (config: StreamingConfig = {}, workers: FakeWorkers = newWorkers()) =>
  StreamingSynthesizer.layer(config).pipe(Layer.provideMerge(Layer.merge(frontendLayer(data), fakeVoiceLayer(workers))))

const passage =
  "Well, the birch canoe slid on the smooth planks. Glue the sheet to the dark blue background. It is easy to tell the depth of a well."

const speak = (
  text: string | Stream.Stream<string>,
  options?: Parameters<StreamingSynthesizer["Service"]["speak"]>[1]
) => Effect.flatMap(StreamingSynthesizer, (synthesizer) => synthesizer.speak(text, options))

const hear = (
  text: string | Stream.Stream<string>,
  options?: Parameters<StreamingSynthesizer["Service"]["speak"]>[1]
) => Effect.scoped(Effect.flatMap(speak(text, options), (utterance) => Stream.runCollect(utterance.audio)))

/** Lets everything that is due happen: the fakes live in this thread, so turns of its loop count and not time. */
const settle = Effect.promise(async () => {
  for (let turn = 0; turn < 400; turn++) await new Promise<void>((resolve) => setImmediate(resolve))
})

const lasting = (samples: number) => (1000 * samples) / 8000

describe("an utterance", () => {
  it.effect("has the samples of plain synthesis, with the cache and without, hit or miss", () =>
    Effect.gen(function* () {
      const plain = joinAudio(yield* Stream.make(passage).pipe(synthesis(), Stream.runCollect))
      const [first, again] = [yield* hear(passage), yield* hear(passage)]
      assert.isAtMost(largestDifference(joinAudio(first), plain), 1e-6)
      assert.isAtMost(largestDifference(joinAudio(again), plain), 1e-6)
      const words = (chunks: ReadonlyArray<AudioChunk>) => chunks.flatMap((chunk) => chunk.words)
      assert.deepStrictEqual(words(again), words(first))
      const cache = yield* Effect.flatMap(StreamingSynthesizer, (synthesizer) => synthesizer.cache)
      assert.strictEqual(cache.hits, cache.misses)
      assert.strictEqual(cache.hitRate, 0.5)
    }).pipe(Effect.provide(speech()))
  )

  it.effect("reports when it began, in how many chunks it came, and how it ended", () =>
    Effect.gen(function* () {
      const utterance = yield* speak(passage)
      assert.strictEqual((yield* utterance.report).status, "speaking")
      const chunks = yield* Stream.runCollect(utterance.audio)
      const report = yield* utterance.report
      assert.strictEqual(report.status, "completed")
      assert.strictEqual(report.chunkCount, chunks.length)
      assert.strictEqual(report.samples, joinAudio(chunks).length)
      assert.strictEqual(report.smallestChunk, Math.min(...chunks.map((chunk) => chunk.samples.length)))
      assert.strictEqual(report.largestChunk, 512)
      assert.strictEqual(report.textLength, passage.length)
      assert.isTrue(report.firstChunkLatency !== undefined && report.firstChunkLatency >= 0)
      assert.isTrue(report.quality > 0 && report.quality <= 1)
    }).pipe(Effect.scoped, Effect.provide(speech()))
  )

  it.effect("is made ahead of a listener who does not listen by the buffer and no further", () => {
    const workers = newWorkers()
    return Effect.gen(function* () {
      const utterance = yield* speak(passage.repeat(20))
      yield* settle
      const { samples } = yield* utterance.report
      assert.isAtMost(samples, 2048 + 512)
      const steps = workers.steps()
      yield* settle
      assert.strictEqual(workers.steps(), steps)
    }).pipe(Effect.scoped, Effect.provide(speech({}, workers)))
  })

  it.effect("fails with the text's own error", () =>
    Effect.gen(function* () {
      const text = Stream.concat(Stream.make("One two three. "), Stream.fail("the model hung up" as const))
      const utterance = yield* Effect.flatMap(StreamingSynthesizer, (synthesizer) => synthesizer.speak(text))
      assert.strictEqual(yield* Effect.flip(Stream.runDrain(utterance.audio)), "the model hung up")
      assert.strictEqual((yield* utterance.report).status, "failed")
    }).pipe(Effect.scoped, Effect.provide(speech()))
  )

  it.effect("that pauses past the text's deadline is spoken as far as it came, and then fails retryably", () =>
    Effect.gen(function* () {
      const utterance = yield* speak(Stream.concat(Stream.make("One two three"), Stream.never))
      let heard = 0
      const listening = yield* utterance.audio.pipe(
        Stream.runForEach((chunk) => Effect.sync(() => (heard += chunk.words.length))),
        Effect.flip,
        Effect.forkChild
      )
      yield* settle
      yield* TestClock.adjust("3 seconds")
      const error = yield* Fiber.join(listening)
      assert.strictEqual((error as { _tag: string })._tag, "TextDeadlineError")
      assert.strictEqual(heard, 3)
    }).pipe(Effect.scoped, Effect.provide(speech({ textDeadline: "3 seconds" })))
  )
})

describe("a stop", () => {
  const fade = 400 // 50 ms at 8,000 Hz

  it.effect("fades what is in hand, computes no more, and is harmless twice", () => {
    const workers = newWorkers()
    return Effect.gen(function* () {
      const utterance = yield* speak(passage.repeat(10))
      const chunks: Array<AudioChunk> = []
      const listening = yield* Effect.forkChild(
        Stream.runForEach(utterance.audio, (chunk) =>
          Effect.suspend(() => {
            chunks.push(chunk)
            return chunks.length === 3 ? Effect.andThen(settle, utterance.stop) : Effect.void
          })
        )
      )
      yield* Fiber.join(listening)
      const steps = workers.steps()
      yield* utterance.stop
      yield* settle
      assert.strictEqual(workers.steps(), steps)
      assert.strictEqual((yield* utterance.report).status, "stopped")

      const last = chunks.at(-1)!
      assert.strictEqual(chunks.length, 4)
      assert.strictEqual(last.samples.length, fade)
      assert.approximately(last.samples.at(-1)!, 0, 1e-3)
      const whole = joinAudio(
        yield* Stream.make(passage.repeat(10)).pipe(synthesis(), Stream.take(20), Stream.runCollect)
      )
      const heard = joinAudio(chunks)
      const before = heard.length - fade
      assert.isAtMost(largestDifference(heard.slice(0, before), whole.slice(0, before)), 1e-6)
      for (let i = before; i < heard.length; i++) assert.isAtMost(Math.abs(heard[i]!), Math.abs(whole[i]!) + 1e-6)
    }).pipe(Effect.scoped, Effect.provide(speech({}, workers)))
  })

  it.effect("swings out from the last sample when nothing is in hand", () =>
    Effect.gen(function* () {
      const utterance = yield* speak(Stream.concat(Stream.make("One two three, and"), Stream.never))
      const chunks: Array<AudioChunk> = []
      const listening = yield* Effect.forkChild(
        Stream.runForEach(utterance.audio, (chunk) => Effect.sync(() => chunks.push(chunk)))
      )
      yield* settle
      const heard = chunks.length
      assert.isAbove(heard, 0)
      const lastSample = chunks.at(-1)!.samples.at(-1)!
      yield* utterance.stop
      yield* Fiber.join(listening)
      const tail = chunks.at(-1)!.samples
      joinAudio(chunks)
      assert.strictEqual(chunks.length, heard + 1)
      assert.isAtMost(tail.length, fade)
      assert.isAtMost(Math.abs(tail[0]!), Math.abs(lastSample))
      assert.approximately(tail.at(-1)!, 0, 1e-6)
    }).pipe(Effect.scoped, Effect.provide(speech()))
  )

  it.effect("before the first chunk ends the audio without a sound", () =>
    Effect.gen(function* () {
      const utterance = yield* speak(Stream.never)
      yield* utterance.stop
      assert.deepStrictEqual(yield* Stream.runCollect(utterance.audio), [])
    }).pipe(Effect.scoped, Effect.provide(speech()))
  )

  it.effect("does not wait for what the text's source has to clean up", () =>
    Effect.gen(function* () {
      const cleaned = yield* Deferred.make<void>()
      const source = Stream.make("The birch canoe slid on the smooth planks. And").pipe(
        Stream.concat(Stream.never),
        Stream.ensuring(Deferred.await(cleaned))
      )
      const utterance = yield* speak(source)
      yield* settle
      yield* utterance.stop
      assert.isAtLeast((yield* Stream.runCollect(utterance.audio)).length, 1)
      yield* Deferred.succeed(cleaned, undefined)
    }).pipe(Effect.scoped, Effect.provide(speech()))
  )

  it.effect("is hard when the fade is zero", () =>
    Effect.gen(function* () {
      const utterance = yield* speak(passage)
      const chunks = yield* utterance.audio.pipe(
        Stream.tap(() => utterance.stop),
        Stream.runCollect
      )
      assert.strictEqual(chunks.length, 1)
    }).pipe(Effect.scoped, Effect.provide(speech({ interruptionFadeTime: 0 })))
  )

  it.effect("finds the look-ahead in hand even when nothing is made ahead", () =>
    Effect.gen(function* () {
      const text = yield* Queue.unbounded<string>()
      const utterance = yield* speak(Stream.fromQueue(text))
      const chunks: Array<AudioChunk> = []
      const listening = yield* Effect.forkChild(
        Stream.runForEach(utterance.audio, (chunk) => Effect.sync(() => chunks.push(chunk)))
      )
      yield* Queue.offer(text, "One two three four five six seven, and")
      yield* settle
      yield* utterance.stop
      yield* Fiber.join(listening)
      assert.isAtLeast(chunks.at(-1)!.samples.length, 128)
    }).pipe(Effect.scoped, Effect.provide(speech({ lookaheadSamples: 128 })))
  )

  it.effect("comes by itself when the listener leaves or the scope ends", () => {
    const workers = newWorkers()
    return Effect.gen(function* () {
      const synthesizer = yield* StreamingSynthesizer
      const left = yield* speak(passage.repeat(10))
      yield* left.audio.pipe(Stream.take(2), Stream.runDrain)
      const scope = yield* Scope.make()
      yield* speak(passage.repeat(10)).pipe(Scope.provide(scope))
      yield* settle
      yield* Scope.close(scope, Exit.void)
      yield* settle
      const steps = workers.steps()
      yield* settle
      assert.strictEqual(workers.steps(), steps)
      assert.strictEqual(yield* synthesizer.active, 0)
    }).pipe(Effect.scoped, Effect.provide(speech({}, workers)))
  })
})

describe("several utterances", () => {
  it.effect("sound at once as they do alone", () =>
    Effect.gen(function* () {
      const alone = joinAudio(yield* hear(passage))
      const together = yield* Effect.forEach(Array(8).fill(passage) as Array<string>, (text) => hear(text), {
        concurrency: "unbounded"
      })
      for (const chunks of together) assert.isAtMost(largestDifference(joinAudio(chunks), alone), 1e-6)
    }).pipe(Effect.provide(speech({ cacheSeconds: 0 })))
  )

  it.effect("in order are made one after the other, also past one that was stopped", () =>
    Effect.gen(function* () {
      const [one, two, three] = [
        yield* speak(passage.repeat(3), { order: "in-order" }),
        yield* speak(passage.repeat(3), { order: "in-order" }),
        yield* speak(passage, { order: "in-order" })
      ]
      yield* settle
      assert.isAbove((yield* one.report).chunkCount, 0)
      assert.strictEqual((yield* two.report).chunkCount, 0)
      yield* Stream.runDrain(one.audio)
      yield* settle
      assert.isAbove((yield* two.report).chunkCount, 0)
      assert.strictEqual((yield* three.report).chunkCount, 0)
      yield* two.stop
      yield* Stream.runDrain(three.audio)
      assert.strictEqual((yield* three.report).status, "completed")
    }).pipe(Effect.scoped, Effect.provide(speech()))
  )

  it.effect("in order do not overtake one another when one that waits is stopped", () =>
    Effect.gen(function* () {
      const [one, two, three] = [
        yield* speak(passage.repeat(9), { order: "in-order" }),
        yield* speak(passage, { order: "in-order" }),
        yield* speak(passage, { order: "in-order" })
      ]
      yield* settle
      yield* two.stop
      yield* settle
      assert.strictEqual((yield* one.report).status, "speaking")
      assert.strictEqual((yield* three.report).chunkCount, 0)
      yield* Stream.runDrain(one.audio)
      yield* Stream.runDrain(three.audio)
      assert.strictEqual((yield* three.report).status, "completed")
    }).pipe(Effect.scoped, Effect.provide(speech()))
  )

  it.effect("beyond the limit are refused with an error that says to try again", () =>
    Effect.gen(function* () {
      const scope = yield* Scope.make()
      yield* speak(passage.repeat(9)).pipe(Scope.provide(scope))
      const error = yield* Effect.flip(speak(passage))
      assert.strictEqual(error._tag, "AdmissionError")
      assert.isTrue(error.retryable)
      yield* Scope.close(scope, Exit.void)
      yield* hear(passage)
    }).pipe(Effect.scoped, Effect.provide(speech({ maxUtterances: 1 })))
  )

  it.effect("a thousand at once: as many as the limit admits are spoken, the others are refused, none hangs", () =>
    Effect.gen(function* () {
      const exits = yield* Effect.forEach(
        Array.from({ length: 1000 }, (_, i) => `Number ${i} speaks.`),
        (text) => Effect.exit(hear(text)),
        { concurrency: "unbounded" }
      )
      const spoken = exits.filter(Exit.isSuccess).length
      assert.isAtLeast(spoken, 20)
      for (const exit of exits) {
        if (Exit.isFailure(exit))
          assert.include(["AdmissionError", "OverloadedError"], (Cause.squash(exit.cause) as { _tag: string })._tag)
      }
      yield* hear(passage)
    }).pipe(Effect.provide(speech({ maxUtterances: 20 })))
  )
})

describe("the phrase cache", () => {
  const statistics = Effect.flatMap(StreamingSynthesizer, (synthesizer) => synthesizer.cache)

  it.effect("knows a phrase at another place in another text, and not with other settings", () => {
    const workers = newWorkers()
    return Effect.gen(function* () {
      yield* hear("Please hold the line.")
      const steps = workers.steps()
      const chunks = yield* hear("Please hold the line. Please hold the line.")
      assert.strictEqual(workers.steps(), steps)
      assert.deepStrictEqual(
        chunks.flatMap((chunk) => chunk.words.map((word) => word.textStart)),
        [0, 7, 12, 16, 22, 29, 34, 38]
      )
      yield* hear("Please hold the line.", { rate: 1.5 })
      assert.isAbove(workers.steps(), steps)
    }).pipe(Effect.provide(speech({}, workers)))
  })

  it.effect("is not changed by a listener who changes what was heard", () =>
    Effect.gen(function* () {
      const spoil = Effect.scoped(
        Effect.flatMap(speak(passage), (utterance) =>
          Stream.runForEach(utterance.audio, (chunk) => Effect.sync(() => chunk.samples.fill(0.5)))
        )
      )
      yield* spoil
      yield* spoil
      const plain = joinAudio(yield* Stream.make(passage).pipe(synthesis(), Stream.runCollect))
      assert.isAtMost(largestDifference(joinAudio(yield* hear(passage)), plain), 1e-6)
    }).pipe(Effect.provide(speech()))
  )

  it.effect("stays within its bounds and drops what was not heard for longest", () =>
    Effect.gen(function* () {
      const texts = Array.from({ length: 30 }, (_, i) => `This is number ${i}.`)
      for (const text of texts) yield* hear(text)
      const { samples, phrases } = yield* statistics
      assert.isAtMost(samples, 8000)
      assert.isAbove(phrases, 0)
      const { hits } = yield* statistics
      yield* hear(texts[29]!)
      yield* hear(texts[0]!)
      assert.strictEqual((yield* statistics).hits, hits + 1)
    }).pipe(Effect.provide(speech({ cacheSeconds: 1 })))
  )

  it.effect("keeps nothing of a phrase that was stopped half-way", () =>
    Effect.gen(function* () {
      const text = "The birch canoe slid on the smooth planks while the hogs were fed chopped corn and garbage."
      const utterance = yield* speak(text)
      yield* utterance.audio.pipe(Stream.take(1), Stream.runDrain)
      yield* settle
      const whole = joinAudio(
        yield* Stream.make(text).pipe(synthesis({ text: { firstClauseWords: 4 } }), Stream.runCollect)
      )
      assert.isAtMost(largestDifference(joinAudio(yield* hear(text)), whole), 1e-6)
    }).pipe(Effect.scoped, Effect.provide(speech()))
  )
})

describe("the monitor", () => {
  it.effect("is told of every utterance, also of one that failed and one that was stopped", () =>
    Effect.gen(function* () {
      const monitor = yield* PerformanceMonitor
      yield* hear(passage)
      yield* Effect.flip(hear("\u2060"))
      const stopped = yield* speak(passage.repeat(10))
      yield* stopped.audio.pipe(Stream.take(2), Stream.runDrain)
      yield* settle
      const summary = yield* monitor.summary
      assert.deepStrictEqual(summary.outcomes, { completed: 1, failed: 1, stopped: 1 })
    }).pipe(Effect.scoped, Effect.provide(speech().pipe(Layer.provideMerge(PerformanceMonitor.layer()))))
  )
})

describe("the monitor's clock", () => {
  it.effect("does not count the time in which the text was awaited", () =>
    Effect.gen(function* () {
      const monitor = yield* PerformanceMonitor
      const text = Stream.make("One two three. ", "Four five six. ", "Seven eight nine.").pipe(
        Stream.tap(() => Effect.sleep("2 seconds"))
      )
      const listening = yield* Effect.forkChild(hear(text))
      for (let i = 0; i < 6; i++) {
        yield* settle
        yield* TestClock.adjust("1 seconds")
      }
      yield* Fiber.join(listening)
      const { latency, firstAudio, active } = yield* monitor.summary
      assert.deepStrictEqual([latency?.max, firstAudio?.max, active], [0, 0, []])
    }).pipe(Effect.provide(speech().pipe(Layer.provideMerge(PerformanceMonitor.layer()))))
  )
})

describe("a config", () => {
  const bad: ReadonlyArray<readonly [StreamingConfig, ReadonlyArray<string>]> = [
    [{ chunkSize: 10 }, ["chunkSize"]],
    [{ chunkSize: 100.5 }, ["chunkSize"]],
    [{ qualityVsLatencyBalance: 1.5 }, ["qualityVsLatencyBalance"]],
    [{ interruptionFadeTime: "5 seconds" }, ["interruptionFadeTime"]],
    [{ textDeadline: 0 }, ["textDeadline"]],
    [{ maxUtterances: 0 }, ["maxUtterances"]],
    [{ cacheSeconds: Number.NaN }, ["cacheSeconds"]],
    [{ chunkSize: 1024, bufferSize: 512 }, ["bufferSize", "chunkSize"]],
    [{ chunkSize: 4096, latencyTarget: "20 millis" }, ["chunkSize", "latencyTarget"]],
    [{ minBufferDuration: "300 millis", latencyTarget: "200 millis" }, ["minBufferDuration", "latencyTarget"]],
    [{ minBufferDuration: "90 millis", bufferSize: 512 }, ["minBufferDuration", "bufferSize"]],
    [{ lookaheadSamples: 4096 }, ["lookaheadSamples", "bufferSize"]]
  ]
  for (const [config, settings] of bad) {
    it.effect(`${JSON.stringify(config)} is refused by the name of ${settings.join(" and ")}`, () =>
      Effect.gen(function* () {
        const error = yield* Effect.flip(resolveConfig(config, 22_050))
        assert.deepStrictEqual(error.settings, settings)
        for (const setting of settings) assert.include(error.message, `'${setting}'`)
      })
    )
  }

  it.effect("has chunks that its latency target has room for, whatever the sample rate", () =>
    Effect.gen(function* () {
      assert.strictEqual((yield* resolveConfig({ latencyTarget: "50 millis" }, 8000)).chunkSize, 400)
      assert.strictEqual((yield* resolveConfig({ latencyTarget: "50 millis" }, 48_000)).chunkSize, 512)
    })
  )

  it.effect("sets the largest chunk", () =>
    Effect.gen(function* () {
      const chunks = yield* hear(passage)
      assert.strictEqual(Math.max(...chunks.map((chunk) => chunk.samples.length)), 128)
    }).pipe(Effect.provide(speech({ chunkSize: 128 })))
  )

  it.effect("gathers audio before the first chunk goes out", () =>
    Effect.gen(function* () {
      const text = yield* Queue.unbounded<string>()
      const utterance = yield* speak(Stream.fromQueue(text))
      const heard: Array<number> = []
      yield* Effect.forkChild(
        Stream.runForEach(utterance.audio, (chunk) => Effect.sync(() => heard.push(chunk.samples.length)))
      )
      yield* Queue.offer(text, "Oh, ")
      yield* settle
      assert.isBelow((yield* utterance.report).samples, 640)
      assert.deepStrictEqual(heard, [])
      yield* Queue.offer(text, "the birch canoe slid on the smooth planks. And then")
      yield* settle
      assert.isAbove(heard.length, 0)
    }).pipe(Effect.scoped, Effect.provide(speech({ minBufferDuration: "80 millis" })))
  )

  it.effect("lets the first clause wait for more words where quality counts, and for fewer where latency does", () =>
    Effect.gen(function* () {
      const words = (config: StreamingConfig) =>
        Effect.map(resolveConfig(config, 22_050), (resolved) => resolved.firstClauseWords)
      assert.deepStrictEqual(
        [yield* words({ qualityVsLatencyBalance: 0 }), yield* words({}), yield* words({ qualityVsLatencyBalance: 1 })],
        [12, 4, 1]
      )
    })
  )
})

describe("the profiles", () => {
  const targets: Readonly<Record<Application, number>> = {
    voiceAssistant: 200,
    liveBroadcasting: 100,
    gaming: 50,
    phoneCall: 150,
    liveStreaming: 500,
    accessibility: 300
  }

  for (const [application, target] of Object.entries(targets) as ReadonlyArray<[Application, number]>) {
    it.effect(`${application} is a valid config for ${target} ms whose chunks and gathering stay within it`, () =>
      Effect.gen(function* () {
        const config = latencyProfiles[application]
        assert.strictEqual(config.latencyTarget, `${target} millis`)
        for (const rate of [22_050, 48_000]) yield* resolveConfig(config, rate)
        const resolved = yield* resolveConfig(config, 22_050)
        assert.isAtMost((1000 * (resolved.chunkSize + resolved.prebufferSamples)) / 22_050, target)
      })
    )
  }

  const compare = (a: Application, b: Application) =>
    Effect.all([resolveConfig(latencyProfiles[a], 22_050), resolveConfig(latencyProfiles[b], 22_050)])

  it.effect("gaming hurries: a first clause of fewer words, and less made ahead, than live streaming", () =>
    Effect.gen(function* () {
      const [gaming, streaming] = yield* compare("gaming", "liveStreaming")
      assert.isBelow(gaming.firstClauseWords, streaming.firstClauseWords)
      assert.isBelow(gaming.chunkSize * gaming.bufferChunks, streaming.chunkSize * streaming.bufferChunks)
    })
  )

  it.effect("live broadcasting gathers before it begins, the voice assistant does not", () =>
    Effect.gen(function* () {
      const [broadcast, assistant] = yield* compare("liveBroadcasting", "voiceAssistant")
      assert.isAbove(broadcast.prebufferSamples, 0)
      assert.strictEqual(assistant.prebufferSamples, 0)
    })
  )

  it.effect("a phone call sends packets of 20 ms", () =>
    Effect.gen(function* () {
      const { chunkSize } = yield* resolveConfig(latencyProfiles.phoneCall, 22_050)
      assert.strictEqual(lasting(chunkSize) * (8000 / 22_050), 20)
    })
  )

  it.effect("accessibility moves on at once and remembers phrases, the voice assistant fades softly", () =>
    Effect.gen(function* () {
      const [reader, assistant] = yield* compare("accessibility", "voiceAssistant")
      assert.isBelow(reader.fadeSamples, assistant.fadeSamples)
      assert.isAbove(reader.cacheSamples, assistant.cacheSamples)
    })
  )
})
