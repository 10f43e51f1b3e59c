import { assert, describe, it } from "@effect/vitest"
import { Effect, Stream } from "effect"
import { compose, isParlandoError, isRetryable, SettingError, settingBetween, type Stage } from "../src/index.ts"

const double: Stage<number, number> = (input) => Stream.map(input, (n) => 2 * n)
const print: Stage<number, string> = (input) => Stream.map(input, String)

describe("a stage", () => {
  it.effect("composed with another is the one after the other", () =>
    Effect.gen(function* () {
      const out = yield* Stream.make(1, 2, 3).pipe(compose(double, print), Stream.runCollect)
      assert.deepStrictEqual(out, ["2", "4", "6"])
    })
  )

  it.effect("lets the errors of its input through", () =>
    Effect.gen(function* () {
      const failure = yield* Stream.fail("lost" as const).pipe(double, Stream.runDrain, Effect.flip)
      assert.strictEqual(failure, "lost")
    })
  )
})

describe("a setting", () => {
  it.effect("is taken at both ends of its range and refused beyond, and when it is not a number", () =>
    Effect.gen(function* () {
      assert.strictEqual(yield* settingBetween("rate", 0.5, 0.5, 2), 0.5)
      assert.strictEqual(yield* settingBetween("rate", 2, 0.5, 2), 2)
      for (const value of [0.49, 2.01, Number.NaN, Number.POSITIVE_INFINITY]) {
        const error = yield* Effect.flip(settingBetween("rate", value, 0.5, 2))
        assert.instanceOf(error, SettingError)
        assert.strictEqual(error.message, `'rate' is ${value}; give a number from 0.5 to 2.`)
      }
    })
  )
})

describe("an error", () => {
  it("says whether to retry, and is known by its fields", () => {
    assert.isFalse(isRetryable(new SettingError({ settings: ["rate"], message: "no" })))
    assert.isTrue(isParlandoError(new SettingError({ settings: ["rate"], message: "no" })))
    assert.isTrue(isRetryable({ _tag: "WorkerError", message: "gone", retryable: true }))
    assert.isFalse(isParlandoError(new Error("something else")))
    assert.isFalse(isParlandoError(undefined))
  })
})
