import { Duration } from "effect"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { durationToSamples, isSampleRate, samplesToDuration, samplesToSeconds, secondsToSamples } from "../src/index.ts"

describe("times and samples", () => {
  it("go back and forth without loss", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e9 }),
        fc.constantFrom(8000, 16000, 22050, 44100, 48000),
        (samples, rate) => {
          expect(secondsToSamples(samplesToSeconds(samples, rate), rate)).toBe(samples)
          expect(durationToSamples(samplesToDuration(samples, rate), rate)).toBe(samples)
        }
      )
    )
  })

  it("are rounded to the nearest sample", () => {
    expect(durationToSamples("50 millis", 22050)).toBe(1103)
    expect(Duration.toMillis(samplesToDuration(22050, 22050))).toBe(1000)
  })

  it("know a sample rate when they see one", () => {
    for (const rate of [8000, 22050, 48000]) expect(isSampleRate(rate)).toBe(true)
    for (const rate of [0, -1, 44.1, Number.NaN, Infinity, "22050", undefined]) expect(isSampleRate(rate)).toBe(false)
  })
})
