import { assert, describe, it } from "@effect/vitest"
import { Voice } from "@parlando/models"
import type { AcousticFrames, Clause } from "@parlando/pipeline"
import {
  arbitraryClause,
  clauseOf,
  fakeOnnx,
  fakePhonemes,
  fakeVoiceLayer,
  fakeVoiceModels,
  fakeWorkers,
  largestDifference
} from "@parlando/testing"
import { Effect, ManagedRuntime, Stream } from "effect"
import fc from "fast-check"
import { acousticModel, type AcousticOptions, clauseTiming, clauseTokens, FrameExpander } from "../src/index.ts"

const inventory = new Map(["SIL", "AA", "B", "EH", "T"].map((symbol, id) => [symbol, id]))

const speak = (clauses: ReadonlyArray<Clause>, options?: AcousticOptions) =>
  Stream.fromIterable(clauses).pipe(acousticModel(options), Stream.runCollect)

const joined = (runs: ReadonlyArray<AcousticFrames>) =>
  Float32Array.from(runs.flatMap((run) => Array.from(run.features)))

const layer = fakeVoiceLayer()

describe("the tokens of a clause", () => {
  it("are a silence, the sounds with stress and place in the word, the pauses, and a silence that says how it ends", () => {
    const clause = clauseOf([["B", "AA", "T"], ["EH"]], { end: "question" })
    const words = clause.words.map((word, i) => (i === 0 ? { ...word, pause: "comma" as const } : word))
    const tokens = clauseTokens({ ...clause, words }, inventory)
    assert.deepStrictEqual(Array.from(tokens.phonemes), [0, 2, 1, 4, 0, 3, 0])
    assert.deepStrictEqual(Array.from(tokens.stress), [0, 0, 2, 0, 0, 2, 0])
    assert.deepStrictEqual(Array.from(tokens.position), [4, 1, 0, 2, 6, 3, 8])
    assert.deepStrictEqual(
      tokens.origins.map((origin) => origin.word),
      [-1, 0, 0, 0, -1, 1, -1]
    )
  })

  it("leave out a sound that the voice does not have, with a notice, and the word's places still hold", () => {
    const tokens = clauseTokens(clauseOf([["ZH", "AA", "T"]]), inventory)
    assert.deepStrictEqual(Array.from(tokens.phonemes), [0, 1, 4, 0])
    assert.deepStrictEqual(Array.from(tokens.position), [4, 1, 2, 7])
    assert.deepStrictEqual(
      tokens.notices.map((notice) => notice.code),
      ["unknown-phoneme"]
    )
  })
})

describe("durations", () => {
  const tokens = clauseTokens(clauseOf([["B", "AA"], ["T"]]), inventory)
  const timing = (durations: ReadonlyArray<number>) =>
    clauseTiming(clauseOf([["B", "AA"], ["T"]]), tokens, Float32Array.from(durations), 100, 1)

  it("are rounded so that the errors do not add up", () => {
    assert.deepStrictEqual(Array.from(timing([1.4, 1.4, 1.4, 1.4, 1.4]).frames), [1, 2, 1, 2, 1])
  })

  it("are at least one frame and never absurd; what was bounded is noticed", () => {
    const { frames, timing: bounded } = timing([-3, 0, 1e9, 1e9, 1e9])
    assert.deepStrictEqual(Array.from(frames), [1, 1, 78, 80, 120])
    assert.deepStrictEqual(
      bounded.notices.map((notice) => notice.code),
      Array(3).fill("duration-bounded")
    )
  })

  it("say when words and phonemes sound, one after the other", () => {
    const { timing: times } = timing([2, 3, 4, 5, 6])
    assert.strictEqual(times.frames, 20)
    assert.deepStrictEqual(
      times.words.map(({ word, startFrame, endFrame }) => [word, startFrame, endFrame]),
      [
        [0, 2, 9],
        [1, 9, 14]
      ]
    )
    assert.deepStrictEqual(
      times.words[0]!.phonemes.map(({ symbol, startFrame, endFrame }) => [symbol, startFrame, endFrame]),
      [
        ["B", 2, 5],
        ["AA", 5, 9]
      ]
    )
  })
})

describe("the frame expander", () => {
  it("gives each frame its token's vector and place, the same however it is cut, and stays at the last frame", () => {
    const make = () => new FrameExpander(Float32Array.of(1, 2, 3, 4), 2, Int32Array.of(2, 1))
    const whole = make().next(5)
    assert.deepStrictEqual(Array.from(whole["tokens"]!.data as Float32Array), [1, 2, 1, 2, 3, 4, 3, 4, 3, 4])
    assert.deepStrictEqual(Array.from(whole["offset"]!.data as Float32Array), [0, 1, 0, 0, 0])
    assert.deepStrictEqual(Array.from(whole["duration"]!.data as Float32Array), [2, 2, 1, 1, 1])
    const cut = make()
    const pieces = [cut.next(1), cut.next(3), cut.next(1)]
    for (const name of ["tokens", "offset", "duration"]) {
      assert.deepStrictEqual(
        pieces.flatMap((piece) => Array.from(piece[name]!.data as Float32Array)),
        Array.from(whole[name]!.data as Float32Array)
      )
    }
  })
})

describe("the acoustic model", () => {
  const runtime = ManagedRuntime.make(layer)

  it("makes the same frames whatever its steps, contiguous, the last one marked", () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(arbitraryClause, { minLength: 1, maxLength: 3 }),
        fc.record({
          first: fc.integer({ min: 1, max: 9 }),
          growth: fc.constantFrom(1, 1.5, 2),
          most: fc.integer({ min: 9, max: 40 })
        }),
        async (clauses, steps) => {
          const whole = await runtime.runPromise(speak(clauses, { steps: { first: 4096, growth: 1, most: 4096 } }))
          const stepped = await runtime.runPromise(speak(clauses, { steps }))
          assert.strictEqual(whole.length, clauses.length)
          assert.isAtMost(largestDifference(joined(stepped), joined(whole)), 1e-6)
          let expected = 0
          for (const run of stepped) {
            assert.strictEqual(run.startFrame, expected)
            assert.strictEqual(run.features.length, run.frames * run.featureSize)
            expected += run.frames
            assert.strictEqual(run.last, expected === run.timing.frames)
            if (run.last) expected = 0
          }
          assert.strictEqual(expected, 0)
        }
      ),
      { numRuns: 40 }
    ))

  it.effect("gives each frame the row that is about it: the decoder's look-ahead is taken out and fed at the end", () =>
    Effect.gen(function* () {
      const clause = clauseOf([["T", "AA", "L"], ["S"]])
      const runs = yield* speak([clause], { steps: { first: 3, growth: 1, most: 3 } })
      const { frames, words } = runs[0]!.timing
      // What the fake decoder's first feature is of: the number of the frame's phoneme, 0 for silence.
      const sound = new Float32Array(frames)
      for (const { symbol, startFrame, endFrame } of words.flatMap((word) => word.phonemes)) {
        sound.fill(fakePhonemes.indexOf(symbol) / 40, startFrame, endFrame)
      }
      const at = (frame: number) => sound[Math.min(frame, frames - 1)]!
      const first = joined(runs).filter((_, i) => i % runs[0]!.featureSize === 0)
      assert.strictEqual(first.length, frames)
      first.forEach((value, t) => assert.approximately(value, 0.5 * at(t + 2) + 0.3 * at(t + 1) + 0.2 * at(t), 1e-6))
    }).pipe(Effect.provide(layer))
  )

  it.effect("speaks a clause the same whatever came before it", () =>
    Effect.gen(function* () {
      const clause = clauseOf([["T", "AA", "L"]])
      const alone = yield* speak([clause])
      const after = yield* speak([clauseOf([["B", "EH"], ["S"]]), clause])
      assert.deepStrictEqual(joined(after.filter((run) => run.timing.clause === clause)), joined(alone))
    }).pipe(Effect.provide(layer))
  )

  it.effect("is faster at a higher rate, and a clause's own rate comes on top", () =>
    Effect.gen(function* () {
      const frames = (runs: ReadonlyArray<AcousticFrames>) => runs[0]!.timing.frames
      const clause = clauseOf([["T", "AA", "L", "S", "EH", "K", "AA", "D"]])
      const hurried = { ...clause, prosody: { ...clause.prosody, rate: 1.5 } }
      const [normal, fast, fastest] = [
        yield* speak([clause]),
        yield* speak([clause], { rate: 2 }),
        yield* speak([hurried], { rate: 2 })
      ]
      assert.approximately(frames(fast), frames(normal) / 2, 1)
      assert.approximately(frames(fastest), frames(normal) / 3, 1)
    }).pipe(Effect.provide(layer))
  )

  for (const options of [
    { rate: 3 },
    { pitch: -30 },
    { energy: Number.NaN },
    { steps: { first: 0, growth: 2, most: 64 } },
    { steps: { first: 64, growth: 2, most: 4 } }
  ]) {
    it.effect(`refuses ${JSON.stringify(options)} with an error that names the option`, () =>
      Effect.gen(function* () {
        const error = yield* Effect.flip(speak([clauseOf([["T"]])], options))
        assert.strictEqual(error._tag, "SettingError")
        assert.include(error.message, Object.keys(options)[0]!)
      }).pipe(Effect.provide(layer))
    )
  }

  it.effect("computes nothing ahead of what is pulled", () => {
    const workers = fakeWorkers(fakeOnnx(fakeVoiceModels))
    return Effect.gen(function* () {
      yield* Voice
      yield* Stream.fromIterable(Array(50).fill(clauseOf([["T", "AA", "L", "S", "EH", "K"]]))).pipe(
        acousticModel({ steps: { first: 4, growth: 1, most: 4 } }),
        Stream.take(3),
        Stream.runDrain
      )
      assert.isAtMost(workers.steps(), 4) // the encoder once, the decoder three times
    }).pipe(Effect.provide(fakeVoiceLayer(workers)))
  })
})
