import { createHash } from "node:crypto"
import { assert, describe, it } from "@effect/vitest"
import fc from "fast-check"
import { decodeFlac, FlacError } from "../src/flac.ts"
import { type Coding, type Stereo, writeFlac } from "./flacWriter.ts"

const codings: ReadonlyArray<Coding> = [
  { kind: "verbatim" },
  ...[0, 1, 2, 3, 4].map((order) => ({ kind: "fixed", order, parameter: 9, wasted: 0 }) as const),
  { kind: "raw-residual", order: 2 },
  { kind: "linear", coefficients: [1900, -870, 12], shift: 10 },
  { kind: "linear", coefficients: [-500], shift: 9 }
]

const samples = fc.array(fc.integer({ min: -32_768, max: 32_767 }), { minLength: 8, maxLength: 40 })

/** 480 samples of two sines at 8 kHz, made by sox at its highest compression; the MD5 of the samples is in its header. */
const soxStream = Buffer.from(
  "ZkxhQwAAACIQABAAAAGlAAGlAfQC8AAAAeCQky9tFpZiF8t+m8LZotPOAwAAEgAAAAAAAAAAAAAAAAAAAAAB4IQAAEQgAAAAcmVm" +
    "ZXJlbmNlIGxpYkZMQUMgMS40LjIgMjAyMjEwMjIBAAAAGAAAAENvbW1lbnQ9UHJvY2Vzc2VkIGJ5IFNvWP/4dBgAAd/0TAAACdcT" +
    "BhrxIQ4k9SZltKBHKfhf5gJwqXgAAokgiISCkmuNnTkiIEhEIShR9D3uRRCCEQkUE/ox86hEQiEIsSUdNndaEhCEREQmrNpjstCQ" +
    "UEEiQtQ55uaxJEQKESCerN2NcSRBIEhEqWNGdxkoSCQRAlIv5n/6EkRAhQkTiebTNIxIIoIIUiy97eaykJEEQhIVp7jeyTJAkQhE" +
    "SxfuP/YiSEEiBQkn9h+7SQiERCElL22h/lIRCEIKQpf5+5iYkQREERKE3o2/1oLBQJEBNVTz2YjJhCwhERBZdubOpMIRQIgsJJCA" +
    "AANAbU8PgAAJTpOKQsUkky+VFCpCpScqwjEkSUXSNJikkiWE1qRkqQWSKTVMmlCUJZdr1SUSUi+1eLRRJFqp2kskkRWXWukSxRZM" +
    "mIatFkiRapcxcSRJFKXatITClC0mtVKKEklSa0ykkkUUTkvSiSQoqq6pQkkVVdaWhUSWml0mKRJJKXXJisKQqSarXIpIpJl3Vkki" +
    "RUk01ZKCYSouXLikSSJherVSUSLFly15SSgmKKqwCMc=",
  "base64"
)

describe("decodeFlac", () => {
  it("decodes what a common encoder wrote", () => {
    const { channels, sampleRate } = decodeFlac(soxStream)
    const [left, right] = channels as [Int32Array, Int32Array]
    assert.deepStrictEqual([sampleRate, left.length, right.length], [8000, 480, 480])
    const bytes = Buffer.alloc(4 * left.length)
    left.forEach((sample, i) => {
      bytes.writeInt16LE(sample, 4 * i)
      bytes.writeInt16LE(right[i]!, 4 * i + 2)
    })
    assert.strictEqual(createHash("md5").update(bytes).digest("hex"), soxStream.subarray(26, 42).toString("hex"))
  })

  for (const coding of codings) {
    it(`gives back the samples of every ${JSON.stringify(coding)} block`, () => {
      fc.assert(
        fc.property(samples, (mono) => {
          assert.deepStrictEqual([...decodeFlac(writeFlac([mono], coding)).channels[0]!], mono)
        }),
        { numRuns: 30 }
      )
    })
  }

  it("gives back constant blocks and those with wasted bits", () => {
    const level = Array.from({ length: 20 }, () => -1234)
    assert.deepStrictEqual([...decodeFlac(writeFlac([level], { kind: "constant" })).channels[0]!], level)
    const even = [0, 8, -16, 32, 8, 0, -8, 40]
    const coding = { kind: "fixed", order: 1, parameter: 3, wasted: 3 } as const
    assert.deepStrictEqual([...decodeFlac(writeFlac([even], coding)).channels[0]!], even)
  })

  it("gives back left and right however they are coded", () => {
    fc.assert(
      fc.property(
        samples,
        fc.constantFrom<Stereo>("independent", "left-side", "side-right", "mid-side"),
        (left, stereo) => {
          const right = left.map((sample, i) => Math.max(-32_768, Math.min(32_767, sample + ((i * 7919) % 301) - 150)))
          const { channels } = decodeFlac(writeFlac([left, right], { kind: "verbatim" }, stereo))
          assert.deepStrictEqual(
            channels.map((channel) => [...channel]),
            [left, right]
          )
        }
      ),
      { numRuns: 60 }
    )
  })

  it("refuses what is damaged, cut off or something else", () => {
    const whole = writeFlac([[1, 2, 3, 4, 5, 6, 7, 8]], { kind: "verbatim" })
    const damaged = whole.slice()
    damaged[damaged.length - 5]! ^= 1
    assert.throws(() => decodeFlac(damaged), FlacError)
    assert.throws(() => decodeFlac(whole.subarray(0, -3)), FlacError)
    assert.throws(() => decodeFlac(whole.subarray(0, 20)), FlacError)
    assert.throws(() => decodeFlac(Uint8Array.of(82, 73, 70, 70)), FlacError)
  })
})
