import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { applyGain, crossFade, decibelsToGain, fadeGain, fadeIn, fadeOut, gainToDecibels } from "../src/index.ts"

const ones = (length: number): Float32Array => new Float32Array(length).fill(1)
const curves = fc.constantFrom("linear" as const, "equal-power" as const)

describe("fades", () => {
  it("sound the same in one piece and in several", () => {
    fc.assert(
      fc.property(curves, fc.integer({ min: 1, max: 60 }), fc.nat(80), (curve, length, cut) => {
        const samples = ones(80)
        for (const fade of [fadeIn, fadeOut]) {
          const whole = fade(samples, { length, curve })
          const parts = [
            ...fade(samples.subarray(0, cut), { length, curve }),
            ...fade(samples.subarray(cut), { length, offset: cut, curve })
          ]
          expect(parts).toEqual([...whole])
        }
      })
    )
  })

  it("fade out ends in silence without a step", () => {
    for (const curve of ["linear", "equal-power"] as const) {
      const faded = fadeOut(ones(1200), { length: 1103, curve })
      expect(faded.subarray(1102).every((sample) => sample === 0)).toBe(true)
      for (let i = 1; i < faded.length; i++) expect(Math.abs(faded[i]! - faded[i - 1]!)).toBeLessThan(2 / 1103)
    }
  })

  it("fade in begins near silence and ends unchanged", () => {
    const faded = fadeIn(ones(10), { length: 5, curve: "linear" })
    expect([...faded].map((sample) => +sample.toFixed(3))).toEqual([0.2, 0.4, 0.6, 0.8, 1, 1, 1, 1, 1, 1])
  })

  it("of no length is a switch", () => {
    expect([...fadeOut(ones(3), { length: 0 })]).toEqual([0, 0, 0])
    expect([...fadeIn(ones(3), { length: 0 })]).toEqual([1, 1, 1])
    expect(fadeOut(new Float32Array(0)).length).toBe(0)
  })

  it("leave their input alone", () => {
    const samples = ones(4)
    fadeOut(samples)
    fadeIn(samples)
    expect([...samples]).toEqual([1, 1, 1, 1])
  })
})

describe("cross-fades", () => {
  it("linear keeps a sound that fades into itself", () => {
    const samples = Float32Array.from({ length: 50 }, (_, i) => Math.sin(i / 3))
    const faded = crossFade(samples, samples, "linear")
    faded.forEach((sample, i) => expect(sample).toBeCloseTo(samples[i]!, 6))
  })

  it("equal-power keeps the sum of the powers", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (p) => {
        expect(fadeGain("equal-power", p) ** 2 + fadeGain("equal-power", 1 - p) ** 2).toBeCloseTo(1, 12)
        expect(fadeGain("linear", p) + fadeGain("linear", 1 - p)).toBeCloseTo(1, 12)
      })
    )
  })

  it("goes from one to the other", () => {
    const faded = crossFade(ones(9), new Float32Array(9), "linear")
    expect([...faded].map((sample) => +sample.toFixed(1))).toEqual([0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1])
  })

  it("refuses sounds of two lengths", () => {
    expect(() => crossFade(ones(2), ones(3))).toThrow(/one length, not 2 and 3/)
  })
})

describe("gain", () => {
  it("in decibels and back is the same", () => {
    fc.assert(
      fc.property(fc.double({ min: -120, max: 60, noNaN: true }), (decibels) => {
        expect(gainToDecibels(decibelsToGain(decibels))).toBeCloseTo(decibels, 9)
      })
    )
    expect(gainToDecibels(0)).toBe(-Infinity)
  })

  it("of 20 dB is ten times, of 0 dB nothing at all", () => {
    const samples = Float32Array.of(0.01, -0.02)
    expect([...applyGain(samples, 20)].map((sample) => +sample.toFixed(5))).toEqual([0.1, -0.2])
    expect(applyGain(samples, 0)).toBe(samples)
    expect([...applyGain(samples, -Infinity)].map(Math.abs)).toEqual([0, 0])
  })
})
