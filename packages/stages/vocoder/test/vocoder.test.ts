import { assert, describe, it } from "@effect/vitest"
import { type AudioChunk, sampleNoise } from "@parlando/audio"
import type { AcousticFrames } from "@parlando/pipeline"
import { clauseOf, fakeVoiceLayer, joinAudio, largestDifference } from "@parlando/testing"
import { Effect, ManagedRuntime, Stream } from "effect"
import fc from "fast-check"
import { vocoder, type VocoderOptions } from "../src/index.ts"

const hop = 8
const featureSize = 6
const layer = fakeVoiceLayer()

/** A clause of `frames` frames of changing features, cut into runs. */
const runs = (frames: number, cuts: ReadonlyArray<number>, silenceAfter = 0): ReadonlyArray<AcousticFrames> => {
  const clause = clauseOf([["T", "AA"], ["L"]], { silenceAfter })
  const half = Math.max(1, frames >> 1)
  const words = [
    {
      word: 0,
      startFrame: 0,
      endFrame: half,
      phonemes: [{ symbol: "T", stress: 0 as const, startFrame: 0, endFrame: half }]
    },
    {
      word: 1,
      startFrame: half,
      endFrame: frames,
      phonemes: [{ symbol: "L", stress: 0 as const, startFrame: half, endFrame: frames }]
    }
  ].filter(({ startFrame, endFrame }) => startFrame < endFrame)
  const timing = { clause, frames, words, notices: [] }
  const features = Float32Array.from({ length: frames * featureSize }, (_, i) => Math.sin(i * 0.37))
  const made: Array<AcousticFrames> = []
  for (let start = 0, i = 0; start < frames; i++) {
    const count = Math.min(Math.max(1, cuts[i % cuts.length]!), frames - start)
    const end = start + count
    made.push({
      timing,
      startFrame: start,
      frames: count,
      last: end === frames,
      features: features.slice(start * featureSize, end * featureSize),
      featureSize
    })
    start = end
  }
  return made
}

const sound = (input: ReadonlyArray<AcousticFrames>, options?: VocoderOptions) =>
  Stream.fromIterable(input).pipe(vocoder(options), Stream.runCollect)

const words = (chunks: ReadonlyArray<AudioChunk>) => chunks.flatMap((chunk) => chunk.words)

describe("the vocoder", () => {
  const runtime = ManagedRuntime.make(layer)

  it("makes frames * hop samples for a clause, the same whatever its runs", () =>
    fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 60 }),
        fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 6 }),
        async (frames, cuts) => {
          const whole = joinAudio(await runtime.runPromise(sound(runs(frames, [frames]))))
          const cut = joinAudio(await runtime.runPromise(sound(runs(frames, cuts))))
          assert.strictEqual(whole.length, frames * hop)
          assert.isAtMost(largestDifference(cut, whole), 1e-6)
        }
      ),
      { numRuns: 60 }
    ))

  it.effect("takes the graph's delay out: the first sample is the sound of the first frame", () =>
    Effect.gen(function* () {
      const input = runs(12, [5], 0)
      const audio = joinAudio(yield* sound(input, { seed: 4 }))
      const noise = sampleNoise(4, 0, audio.length)
      const rows = input.flatMap((run) => Array.from(run.features))
      let pole = 0
      for (let i = 0; i < audio.length; i++) {
        const frame = Math.floor(i / hop) * featureSize
        const mean = rows.slice(frame, frame + featureSize).reduce((sum, value) => sum + value / featureSize, 0)
        pole = 0.5 * pole + 0.4 * mean + 0.05 * noise[i]!
        assert.approximately(audio[i]!, pole, 1e-5)
      }
    }).pipe(Effect.provide(layer))
  )

  it.effect("starts every clause afresh: its sound does not depend on what was said before", () =>
    Effect.gen(function* () {
      const alone = joinAudio(yield* sound(runs(20, [7])))
      const twice = joinAudio(yield* sound([...runs(33, [5]), ...runs(20, [7])]))
      assert.strictEqual(largestDifference(twice.slice(33 * hop), alone), 0)
    }).pipe(Effect.provide(layer))
  )

  it.effect("says when words sound, in samples of the utterance, with the chunk in which they start", () =>
    Effect.gen(function* () {
      const chunks = yield* sound([...runs(20, [3]), ...runs(10, [4])])
      assert.deepStrictEqual(
        words(chunks).map(({ text, startSample, endSample }) => [text, startSample, endSample]),
        [
          ["taa", 0, 80],
          ["l", 80, 160],
          ["taa", 160, 200],
          ["l", 200, 240]
        ]
      )
      for (const chunk of chunks) {
        for (const word of chunk.words) {
          assert.isAtLeast(word.startSample, chunk.start)
          assert.isBelow(word.startSample, chunk.start + chunk.samples.length)
        }
      }
    }).pipe(Effect.provide(layer))
  )

  it.effect("puts a break after a clause, in runs of silence that take no memory", () =>
    Effect.gen(function* () {
      const chunks = yield* sound([...runs(10, [10], 3), ...runs(5, [5])])
      const audio = joinAudio(chunks)
      assert.strictEqual(audio.length, 15 * hop + 3 * 8000)
      assert.isTrue(audio.subarray(80, 80 + 24_000).every((sample) => sample === 0))
      assert.isAtMost(Math.max(...chunks.map((chunk) => chunk.samples.length)), 8192)
    }).pipe(Effect.provide(layer))
  )

  it.effect("gives the same samples for the same seed and others for another", () =>
    Effect.gen(function* () {
      const [a, b, c] = [
        yield* sound(runs(20, [6]), { seed: 1 }),
        yield* sound(runs(20, [6]), { seed: 1 }),
        yield* sound(runs(20, [6]), { seed: 2 })
      ]
      assert.strictEqual(largestDifference(joinAudio(a), joinAudio(b)), 0)
      assert.isAbove(largestDifference(joinAudio(a), joinAudio(c)), 0)
    }).pipe(Effect.provide(layer))
  )

  it.effect("turns its volume up to a limit that no sample passes", () =>
    Effect.gen(function* () {
      const normal = joinAudio(yield* sound(runs(40, [40])))
      const soft = joinAudio(yield* sound(runs(40, [40]), { volume: -20 }))
      const loud = joinAudio(yield* sound(runs(40, [40]), { volume: 12 }))
      assert.approximately(soft[50]!, normal[50]! / 10, 1e-6)
      assert.isAtMost(
        loud.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0),
        1
      )
    }).pipe(Effect.provide(layer))
  )

  it.effect("leaves the frames it was given as they were", () =>
    Effect.gen(function* () {
      const input = runs(9, [9])
      const before = input[0]!.features.slice()
      yield* sound(input)
      assert.deepStrictEqual(input[0]!.features, before)
    }).pipe(Effect.provide(layer))
  )

  it.effect("refuses a volume out of its range", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(sound(runs(3, [3]), { volume: 40 }))
      assert.strictEqual(error.message, "'volume' is 40; give a number from -60 to 12.")
    }).pipe(Effect.provide(layer))
  )
})
