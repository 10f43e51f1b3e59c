import { assert, describe, it } from "@effect/vitest"
import { logMagnitudes, magnitudeBins } from "../src/scores/logMagnitudes.ts"
import { repeated, toSixteenKilohertz } from "../src/scores/toSixteenKilohertz.ts"
import { editDistance, errorRatio, plainWords } from "../src/wordErrors.ts"

describe("logMagnitudes", () => {
  it("is the transform of every frame, as the sum says", () => {
    const samples = Float32Array.from({ length: 800 }, (_, i) => Math.sin(i * 0.21) + 0.3 * Math.cos(i * i * 0.01))
    const { frames, values } = logMagnitudes(samples)
    assert.strictEqual(frames, 6)
    const frame = 3
    for (const bin of [0, 1, 15, 16, 17, 80, 160]) {
      let re = 0
      let im = 0
      for (let i = 0; i < 320; i++) {
        const value = (samples[frame * 160 - 160 + i] ?? 0) * (0.5 - 0.5 * Math.cos((2 * Math.PI * i) / 320))
        re += value * Math.cos((2 * Math.PI * bin * i) / 320)
        im += value * Math.sin((2 * Math.PI * bin * i) / 320)
      }
      assert.closeTo(values[frame * magnitudeBins + bin]!, Math.log10(Math.hypot(re, im)), 1e-5)
    }
  })
})

describe("toSixteenKilohertz", () => {
  it("keeps a sine, and leaves 16 kHz as it is", () => {
    const sine = (rate: number, length: number) =>
      Float32Array.from({ length }, (_, i) => Math.sin((2 * Math.PI * 440 * i) / rate))
    const made = toSixteenKilohertz(sine(22_050, 4410), 22_050)
    const wanted = sine(16_000, made.length)
    assert.strictEqual(made.length, 3200)
    for (let i = 100; i < 3100; i++) assert.closeTo(made[i]!, wanted[i]!, 0.01)
    assert.strictEqual(toSixteenKilohertz(wanted, 16_000), wanted)
  })

  it("repeats what is too short", () => {
    assert.deepStrictEqual([...repeated(Float32Array.of(1, 2), 5)], [1, 2, 1, 2, 1, 2, 1, 2])
  })
})

describe("word errors", () => {
  it("counts changes, additions and omissions", () => {
    const words = plainWords("The birch-canoe slid, on the smooth planks!")
    assert.deepStrictEqual(words, ["the", "birch", "canoe", "slid", "on", "the", "smooth", "planks"])
    assert.strictEqual(editDistance(words, words), 0)
    assert.strictEqual(editDistance(words, plainWords("the birch slid on smooth blanks now")), 4)
    assert.strictEqual(editDistance([], words), 8)
  })

  it("compares two rates, several runs over the same sentences", () => {
    const theirs = [
      { errors: 2, words: 8 },
      { errors: 1, words: 7 }
    ]
    const ours = [
      { errors: 1, words: 8 },
      { errors: 1, words: 7 },
      { errors: 0, words: 8 },
      { errors: 1, words: 7 }
    ]
    const { value, low, high } = errorRatio(ours, theirs)
    assert.closeTo(value, 0.5, 1e-9)
    assert.isTrue(low <= value && value <= high)
  })
})
