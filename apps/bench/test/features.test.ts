import { assert, describe, it } from "@effect/vitest"
import { featureCount, hop, melBins, sampleRate } from "../src/features/constants.ts"
import { analyse } from "../src/features/features.ts"
import { Fft } from "../src/features/fft.ts"
import { filterBothWays, lowPass1100 } from "../src/features/filters.ts"
import { twoStatePath } from "../src/features/paths.ts"

/** A voice-like tone between two silences with faint noise: half a second each. */
const tone = (f0: number): Float32Array => {
  const half = sampleRate / 2
  return Float32Array.from({ length: 3 * half }, (_, i) => {
    const hiss = 1e-4 * Math.sin(i * i * 0.7)
    if (i < half || i >= 2 * half) return hiss
    let sum = 0
    for (let k = 1; k <= 8; k++) sum += Math.sin((2 * Math.PI * k * f0 * i) / sampleRate) / k
    return 0.2 * sum + hiss
  })
}

describe("analyse", () => {
  it("finds the pitch of a tone, and that the silence around it is not voiced", () => {
    for (const f0 of [110, 173, 280]) {
      const { frames, values } = analyse(tone(f0))
      const third = Math.floor(frames / 3)
      const at = (frame: number, value: number) => values[frame * featureCount + value]!
      for (let frame = third + 3; frame < 2 * third - 3; frame++) {
        assert.strictEqual(at(frame, melBins + 1), 1)
        assert.closeTo(Math.exp(at(frame, melBins)) / f0, 1, 0.01)
      }
      for (let frame = 0; frame < third - 3; frame++) assert.strictEqual(at(frame, melBins + 1), 0)
    }
  })

  it("does not take creak after a voice for a pitch far above it", () => {
    const f0 = 200
    const voice = tone(f0)
    const half = sampleRate / 2
    // Glottal pulses 8 to 18 ms apart without a period, each of which makes a formant at 420 Hz ring.
    const pulses = [0.011, 0.018, 0.008, 0.015, 0.0095, 0.017, 0.012, 0.0085, 0.016, 0.01, 0.0175, 0.013]
    let start = 2 * half
    for (let i = 0; start < 2 * half + 0.3 * sampleRate; i++) {
      for (let t = 0; t < 0.02 * sampleRate; t++) {
        const ring = Math.exp(-t / (0.005 * sampleRate)) * Math.sin((2 * Math.PI * 420 * t) / sampleRate)
        voice[start + t] = voice[start + t]! + 0.2 * ring
      }
      start += Math.round(pulses[i % pulses.length]! * sampleRate)
    }
    const { frames, values } = analyse(voice)
    const creak = Array.from({ length: frames }, (_, frame) => frame).filter(
      (frame) => frame * hop > 2.1 * half && frame * hop < 2.5 * half
    )
    const high = creak.filter((frame) => Math.exp(values[frame * featureCount + melBins]!) > 1.5 * f0)
    assert.isAtMost(high.length, creak.length / 10)
  })

  it("puts a sine into the band of its frequency", () => {
    const sine = Float32Array.from(
      { length: 20 * hop },
      (_, i) => 0.5 * Math.sin((2 * Math.PI * 1000 * i) / sampleRate)
    )
    const { values } = analyse(sine)
    const mel = [...values.subarray(10 * featureCount, 10 * featureCount + melBins)]
    // 1,000 Hz is 15 mel; 80 bands share the 45.2 mel to 8 kHz.
    const band = mel.indexOf(Math.max(...mel))
    assert.closeTo(band, (15 / 45.245) * 81 - 1, 1)
    assert.isBelow(mel[70]!, mel[band]! - 5)
  })
})

describe("the parts", () => {
  it("transform as the sum says", () => {
    const size = 16
    const re = Float64Array.from({ length: size }, (_, i) => Math.sin(i * i))
    const im = Float64Array.from({ length: size }, (_, i) => Math.cos(3 * i))
    const wanted = Array.from({ length: size }, (_, bin) => {
      let sum = 0
      for (let i = 0; i < size; i++) {
        const turn = (-2 * Math.PI * bin * i) / size
        sum += re[i]! * Math.cos(turn) - im[i]! * Math.sin(turn)
      }
      return sum
    })
    new Fft(size).transform(re, im)
    wanted.forEach((value, bin) => assert.closeTo(re[bin]!, value, 1e-9))
  })

  it("filter without delay and without a burst at the ends", () => {
    const level = filterBothWays(new Float32Array(200).fill(0.3), lowPass1100)
    for (const sample of level) assert.closeTo(sample, 0.3, 1e-6)
    const pulse = new Float32Array(401)
    pulse[200] = 1
    const out = filterBothWays(pulse, lowPass1100)
    assert.strictEqual(out.indexOf(Math.max(...out)), 200)
    assert.closeTo(out[190]!, out[210]!, 1e-9)
  })

  it("change their mind only when the evidence is worth it", () => {
    assert.deepStrictEqual(twoStatePath(Float64Array.of(-3, -3, 1, -3, 4, 4, 4), 2), [
      false,
      false,
      false,
      false,
      true,
      true,
      true
    ])
  })
})
