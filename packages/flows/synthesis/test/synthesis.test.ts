import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"
import { assert, describe, it } from "@effect/vitest"
import type { AudioChunk } from "@parlando/audio"
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
import type { Notice } from "@parlando/pipeline"
import { layer as frontendLayer } from "@parlando/text-frontend"
import { Effect, Fiber, Layer, ManagedRuntime, Queue, Stream } from "effect"
import fc from "fast-check"
import { synthesis, type SynthesisOptions } from "../src/index.ts"

const data = englishData()
const newWorkers = () => fakeWorkers(fakeOnnx(fakeVoiceModels))
const speech = (workers: FakeWorkers = newWorkers()) => Layer.merge(frontendLayer(data), fakeVoiceLayer(workers))
const runtime = ManagedRuntime.make(speech())

const passage =
  "Well, the birch canoe slid on the smooth planks. Glue the sheet to the dark blue background! " +
  'Is it easy to tell the depth of a well? "These days," said Dr. Smith, "a chicken leg costs $3.50." Rice is often served in round bowls'

const speak = (fragments: Iterable<string>, options?: SynthesisOptions) =>
  Stream.fromIterable(fragments).pipe(synthesis(options), Stream.runCollect)
const spoken = (fragments: Iterable<string>, options?: SynthesisOptions): Promise<ReadonlyArray<AudioChunk>> =>
  runtime.runPromise(speak(fragments, options))

/** A text cut at the given places. */
const cut = (text: string, places: ReadonlyArray<number>): ReadonlyArray<string> => {
  const sorted = [0, ...[...places].sort((a, b) => a - b), text.length]
  return sorted.slice(1).map((end, i) => text.slice(sorted[i], end))
}

describe("law 1: chunking never changes the sound", () => {
  it("any chunk size and any cutting of the text give the one-shot audio", async () => {
    const whole = joinAudio(await spoken([passage], { chunkSize: 65_536, firstChunkSize: 65_536 }))
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: passage.length }), { maxLength: 60 }),
        fc.integer({ min: 64, max: 3000 }),
        async (places, chunkSize) => {
          const chunks = await spoken(cut(passage, places), { chunkSize })
          assert.isAtMost(largestDifference(joinAudio(chunks), whole), 1e-4)
        }
      ),
      { numRuns: 25 }
    )
  })

  it("single characters give it too", async () => {
    const whole = joinAudio(await spoken([passage]))
    assert.isAtMost(largestDifference(joinAudio(await spoken(passage)), whole), 1e-4)
  })
})

describe("law 2: nothing is lost, doubled or reordered", () => {
  const sizes = (chunks: ReadonlyArray<AudioChunk>) => chunks.map((chunk) => chunk.samples.length)

  it("a sentence of 5,000 words is spoken to its last word, contiguously", async () => {
    const words = Array.from({ length: 5000 }, (_, i) => ["the", "small", "boat", "went", "over"][i % 5]!)
    const chunks = await spoken([`${words.join(" ")}.`])
    joinAudio(chunks)
    assert.deepStrictEqual(
      chunks.flatMap((chunk) => chunk.words.map((word) => word.text)),
      words
    )
  })

  it("3,000 short sentences are spoken one after the other", async () => {
    const sentence = "It is so. "
    const chunks = await spoken(Array(3000).fill(sentence))
    joinAudio(chunks)
    const words = chunks.flatMap((chunk) => chunk.words)
    assert.strictEqual(words.length, 9000)
    words.forEach((word, i) => {
      const start = Math.floor(i / 3) * sentence.length + [0, 3, 6][i % 3]!
      assert.deepStrictEqual([word.textStart, word.textEnd], [start, start + 2])
    })
  })

  it("the first chunk is small, the ones after it grow, and the tail is flushed whatever its size", async () => {
    const chunks = await spoken([passage], { chunkSize: 1000, firstChunkSize: 100 })
    const all = sizes(chunks)
    assert.deepStrictEqual(all.slice(0, 5), [100, 200, 400, 800, 1000])
    assert.isTrue(all.slice(4, -1).every((size) => size === 1000))
    assert.isAtMost(all.at(-1)!, 1000)
  })
})

describe("law 3: first audio depends on the first clause", () => {
  /** Steps of models until the first chunk is there. */
  const stepsToFirst = async (text: string) => {
    const workers = newWorkers()
    await Effect.runPromise(
      Stream.make(text).pipe(synthesis(), Stream.take(1), Stream.runDrain, Effect.provide(speech(workers)))
    )
    return workers.steps()
  }

  it("takes as many steps for 4,000 words as for 10", async () => {
    const ten = "The birch canoe slid on the smooth planks last night."
    assert.strictEqual(await stepsToFirst(`${ten} `.repeat(400)), await stepsToFirst(ten))
  })

  it("comes while later text is unwritten", () =>
    runtime.runPromise(
      Effect.gen(function* () {
        const text = yield* Queue.unbounded<string>()
        const first = yield* Stream.fromQueue(text).pipe(synthesis(), Stream.runHead, Effect.forkChild)
        yield* Queue.offer(text, "Well, the birch canoe slid. And")
        assert.isTrue((yield* Fiber.join(first)) !== undefined)
      })
    ))
})

describe("law 4: stop means stop", () => {
  it("no step starts after an interruption, and twice is harmless", () => {
    const workers = newWorkers()
    return Effect.runPromise(
      Effect.gen(function* () {
        const fiber = yield* Stream.make(passage.repeat(50)).pipe(
          synthesis(),
          Stream.runForEach(() => Effect.sleep("1 millis")),
          Effect.forkChild
        )
        yield* Effect.sleep("30 millis")
        yield* Fiber.interrupt(fiber)
        const steps = workers.steps()
        assert.isAbove(steps, 0)
        yield* Fiber.interrupt(fiber)
        yield* Effect.sleep("30 millis")
        assert.strictEqual(workers.steps(), steps)
      }).pipe(Effect.provide(speech(workers)))
    )
  })
})

describe("law 5: what was heard is known", () => {
  it("words name their place in the text and their samples, in order", async () => {
    const chunks = await spoken(cut(passage, [3, 17, 40]))
    const total = joinAudio(chunks).length
    let lastText = 0
    let lastSample = 0
    for (const word of chunks.flatMap((chunk) => chunk.words)) {
      assert.strictEqual(passage.slice(word.textStart, word.textEnd), word.text)
      assert.isAtLeast(word.textStart, lastText)
      assert.isAtLeast(word.startSample, lastSample)
      assert.isAbove(word.endSample, word.startSample)
      assert.isAtMost(word.endSample, total)
      assert.strictEqual(word.phonemes[0]!.startSample, word.startSample)
      assert.strictEqual(word.phonemes.at(-1)!.endSample, word.endSample)
      lastText = word.textEnd
      lastSample = word.endSample
    }
    const said = chunks.flatMap((chunk) => chunk.words.map((word) => word.text)).join(" ")
    for (const word of ["Well", "planks", "$3.50", "Dr.", "bowls"]) assert.include(said, word)
  })
})

describe("a notice", () => {
  it("of what had to be worked around is told with its place in the text", async () => {
    const notices: Array<Notice> = []
    const text = "Hello \u{13000} there."
    await spoken([text], { onNotice: (notice) => notices.push(notice) })
    assert.isAbove(notices.length, 0)
    assert.strictEqual(text.slice(notices[0]!.textStart, notices[0]!.textEnd), "\u{13000}")
  })
})

describe("law 3: memory depends on the window", () => {
  it("a million characters are spoken in as much memory as a hundred thousand", { timeout: 60_000 }, async () => {
    setFlagsFromString("--expose-gc")
    const collectGarbage = runInNewContext("gc") as () => void
    const used: Array<number> = []
    let characters = 0
    const text = Stream.tap(Stream.fromIterable(Array<string>(5000).fill(passage + ". ")), (fragment) =>
      Effect.sync(() => {
        characters += fragment.length
        if (characters / 100_000 < used.length + 1) return
        collectGarbage()
        used.push(process.memoryUsage().heapUsed)
      })
    )
    await runtime.runPromise(text.pipe(synthesis({ chunkSize: 8192 }), Stream.runDrain))
    assert.isAtLeast(used.length, 10)
    assert.isBelow(used.at(-1)! - used[0]!, 2_000_000)
  })
})

describe("law 6: every queue is bounded", () => {
  it("a listener who stops reading stops the models", () => {
    const workers = newWorkers()
    return Effect.runPromise(
      Effect.gen(function* () {
        let heard = 0
        const fiber = yield* Stream.make(passage.repeat(500)).pipe(
          synthesis(),
          Stream.runForEach(() => (++heard < 5 ? Effect.void : Effect.never)),
          Effect.forkChild
        )
        yield* Effect.sleep("50 millis")
        const steps = workers.steps()
        yield* Effect.sleep("50 millis")
        assert.strictEqual(workers.steps(), steps)
        assert.isBelow(steps, 20)
        yield* Fiber.interrupt(fiber)
      }).pipe(Effect.provide(speech(workers)))
    )
  })
})

describe("law 7: every stage ends", () => {
  for (const [what, text] of [
    ["an empty text", ""],
    ["white space", " \n\t "],
    ["signs that nobody can read", "\u{10FFFD} \u2060 \uFFFF"]
  ] as const) {
    it(`${what} ends with an error that says what to give`, async () => {
      const error = await runtime.runPromise(Effect.flip(speak([text])))
      assert.strictEqual(error._tag, "UnspeakableError")
      assert.match(error.message, /give a text with at least one word/)
    })
  }

  it("a worker that dies mid-sentence fails the utterance retryably, and the next one is spoken", () => {
    const workers = newWorkers()
    return Effect.runPromise(
      Effect.gen(function* () {
        let heard = 0
        const error = yield* Stream.make(passage).pipe(
          synthesis(),
          Stream.runForEach(() => Effect.sync(() => ++heard === 3 && workers.crash())),
          Effect.flip
        )
        assert.strictEqual(error._tag, "WorkerError")
        assert.isTrue(error.retryable)
        const chunks = yield* speak([passage])
        assert.isAtMost(
          largestDifference(joinAudio(chunks), joinAudio(yield* Effect.promise(() => spoken([passage])))),
          1e-4
        )
        assert.strictEqual(workers.started(), 2)
      }).pipe(Effect.provide(speech(workers)))
    )
  })

  for (const options of [{ chunkSize: 0 }, { chunkSize: 100, firstChunkSize: 200 }, { rate: 9 }, { volume: 99 }]) {
    it(`options out of range end with an error that names one: ${JSON.stringify(options)}`, async () => {
      const error = await runtime.runPromise(Effect.flip(speak([passage], options)))
      assert.strictEqual(error._tag, "SettingError")
    })
  }
})

describe("law 9: same text, voice, settings and seed, same samples", () => {
  it("twice, at once, and after something else", async () => {
    const options = { seed: 7, rate: 1.2 }
    const [one, two] = await Promise.all([spoken([passage], options), spoken([passage], options)])
    await spoken(["Something else."])
    const three = await spoken([passage], options)
    assert.deepStrictEqual(joinAudio(two), joinAudio(one))
    assert.deepStrictEqual(joinAudio(three), joinAudio(one))
  })
})
