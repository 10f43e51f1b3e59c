import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { decodeFloat32, decodePcm16, encodeFloat32, encodePcm16 } from "../src/index.ts"

const pcm = (...samples: Array<number>): Array<number> => [
  ...new Int16Array(encodePcm16(Float32Array.from(samples)).buffer)
]

describe("16-bit PCM", () => {
  it("is little-endian", () => {
    expect([...encodePcm16(Float32Array.of(1 / 32768, -1))]).toEqual([1, 0, 0, 0x80])
  })

  it("clamps, and turns NaN into silence", () => {
    expect(pcm(1, 1.5, Infinity, -1, -1.5, -Infinity, Number.NaN)).toEqual([
      32767, 32767, 32767, -32768, -32768, -32768, 0
    ])
  })

  it("rounds halves away from zero", () => {
    expect(pcm(0.5 / 32768, -0.5 / 32768, 1.5 / 32768, -1.5 / 32768, 0.49 / 32768)).toEqual([1, -1, 2, -2, 0])
  })

  it("comes back the same", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        const whole = bytes.subarray(0, bytes.length & ~1)
        expect([...encodePcm16(decodePcm16(bytes))]).toEqual([...whole])
      })
    )
  })
})

describe("32-bit floats", () => {
  it("come back the same", () => {
    fc.assert(
      fc.property(fc.float32Array(), (samples) => {
        expect(decodeFloat32(encodeFloat32(samples))).toEqual(samples)
      })
    )
  })

  it("are little-endian", () => {
    expect([...encodeFloat32(Float32Array.of(1))]).toEqual([0, 0, 0x80, 0x3f])
  })
})
