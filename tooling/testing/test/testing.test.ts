import { assert, describe, it } from "@effect/vitest"
import { Voice } from "@parlando/models"
import { Effect } from "effect"
import fc from "fast-check"
import {
  arbitraryClause,
  clauseOf,
  englishData,
  fakeManifest,
  fakePhonemes,
  fakeVoiceLayer,
  fakeVoiceSource,
  joinAudio,
  largestDifference
} from "../src/index.ts"

describe("the fake voice", () => {
  it.effect("is a voice in every field of the contract", () =>
    Effect.gen(function* () {
      const { manifest, levelName } = yield* Voice
      assert.deepStrictEqual([manifest.name, levelName], ["fake", "high"])
    }).pipe(Effect.provide(fakeVoiceLayer()))
  )

  it.effect("has files to spoil", () =>
    Effect.gen(function* () {
      const source = fakeVoiceSource({ ...fakeManifest(), hop: "wide" })
      assert.include(new TextDecoder().decode(yield* source.read("voice.json")), '"hop":"wide"')
    })
  )
})

describe("joining audio", () => {
  const chunk = (index: number, start: number, length: number) => ({
    index,
    start,
    samples: new Float32Array(length),
    sampleRate: 8000,
    words: []
  })

  it("refuses a gap, an overlap, a chunk out of turn and an empty one", () => {
    assert.strictEqual(joinAudio([chunk(0, 0, 3), chunk(1, 3, 2)]).length, 5)
    for (const bad of [
      [chunk(0, 0, 3), chunk(1, 4, 2)],
      [chunk(0, 0, 3), chunk(1, 2, 2)],
      [chunk(0, 0, 3), chunk(2, 3, 2)],
      [chunk(0, 0, 0)]
    ]) {
      assert.throws(() => joinAudio(bad))
    }
  })

  it("tells how far two signals differ, infinitely if their lengths do", () => {
    assert.strictEqual(largestDifference(Float32Array.of(1, 2), Float32Array.of(1, 2.5)), 0.5)
    assert.strictEqual(largestDifference(Float32Array.of(1), Float32Array.of(1, 2)), Number.POSITIVE_INFINITY)
  })
})

describe("clauses", () => {
  it("have words that stand where they say", () =>
    fc.assert(
      fc.property(arbitraryClause, (clause) =>
        clause.words.every((word) => clause.text.slice(word.textStart, word.textEnd) === word.text)
      )
    ))

  it("may have a word without a sound", () => {
    assert.deepStrictEqual(clauseOf([[]]).words[0]!.spoken, [])
  })
})

describe("the data of the repository", () => {
  it("has the language's files, and the fake voice knows every sound of ARPABET", () => {
    assert.strictEqual(englishData().language, "en-US")
    assert.strictEqual(fakePhonemes.length, 40)
  })
})
