import { spawnSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Result } from "effect"
import fc from "fast-check"
import { afterAll, describe, expect, it } from "vitest"
import {
  encodeFloat32,
  encodePcm16,
  parseWav,
  sampleNoise,
  type Wav,
  type WavError,
  wavChannel,
  type WavFormat,
  wavHeader,
  wavToMono
} from "../src/index.ts"

const samples = sampleNoise(4, 0, 480).map((sample) => sample / 2)

const write = (format: WavFormat, interleaved: Float32Array, frames?: number): Uint8Array => {
  const encode = format.encoding === "pcm16" ? encodePcm16 : encodeFloat32
  return Uint8Array.of(...wavHeader(format, frames), ...encode(interleaved))
}

const read = (bytes: Uint8Array): Wav => Result.getOrThrow(parseWav(bytes))

const refusal = (bytes: Uint8Array): WavError => {
  const result = parseWav(bytes)
  if (Result.isSuccess(result)) throw new Error("expected the file to be refused")
  return result.failure
}

const text = (s: string): Array<number> => [...s].map((c) => c.charCodeAt(0))
const u16 = (n: number): Array<number> => [n & 255, (n >> 8) & 255]
const u32 = (n: number): Array<number> => [...u16(n & 0xffff), ...u16(Math.floor(n / 65536))]
const chunk = (tag: string, body: ReadonlyArray<number>): Array<number> => [
  ...text(tag),
  ...u32(body.length),
  ...body,
  ...(body.length % 2 === 1 ? [0] : [])
]
const fmt = (code: number, channels: number, bits: number, extra: ReadonlyArray<number> = []): Array<number> =>
  chunk("fmt ", [
    ...u16(code),
    ...u16(channels),
    ...u32(8000),
    ...u32((8000 * channels * bits) / 8),
    ...u16((channels * bits) / 8),
    ...u16(bits),
    ...extra
  ])
const riff = (...chunks: ReadonlyArray<ReadonlyArray<number>>): Uint8Array => {
  const body = [...text("WAVE"), ...chunks.flat()]
  return Uint8Array.from([...text("RIFF"), ...u32(body.length), ...body])
}

const formats: ReadonlyArray<WavFormat> = [
  { sampleRate: 22050, channels: 1, encoding: "pcm16" },
  { sampleRate: 48000, channels: 2, encoding: "pcm16" },
  { sampleRate: 24000, channels: 1, encoding: "float32" },
  { sampleRate: 16000, channels: 3, encoding: "float32" }
]

describe("a WAV file that is written", () => {
  it("is read again as it was", () => {
    for (const format of formats) {
      const frames = samples.length / format.channels
      const wav = read(write(format, samples, frames))
      expect(wav).toMatchObject({ sampleRate: format.sampleRate, channels: format.channels, frames })
      for (let channel = 0; channel < format.channels; channel++) {
        const wanted = samples.filter((_, i) => i % format.channels === channel)
        wavChannel(wav, channel).forEach((sample, i) => expect(sample).toBeCloseTo(wanted[i]!, 4))
      }
    }
  })

  it("is read to its end while its length is unknown", () => {
    for (const format of formats) {
      expect(read(write(format, samples)).frames).toBe(samples.length / format.channels)
    }
  })

  it("has a header whose size does not depend on the length", () => {
    for (const format of formats) {
      const sizes = [undefined, 0, 1, 2 ** 31, 2 ** 40].map((frames) => wavHeader(format, frames).length)
      expect(new Set(sizes).size).toBe(1)
    }
  })

  it("becomes RF64 when it passes 4 GiB, and only then", () => {
    const format = formats[0]!
    const header = (frames: number): Uint8Array => wavHeader(format, frames)
    const most = Math.floor((2 ** 32 - 2 - (header(0).length - 8)) / 2)
    expect(String.fromCharCode(...header(most).subarray(0, 4))).toBe("RIFF")
    const large = header(most + 1)
    expect(String.fromCharCode(...large.subarray(0, 4))).toBe("RF64")
    expect(String.fromCharCode(...large.subarray(12, 16))).toBe("ds64")
    const view = new DataView(large.buffer)
    expect(view.getUint32(4, true)).toBe(0xffff_ffff)
    expect(view.getBigUint64(20, true)).toBe(BigInt(large.length - 8 + 2 * (most + 1)))
    expect(view.getBigUint64(28, true)).toBe(BigInt(2 * (most + 1)))
    expect(view.getBigUint64(36, true)).toBe(BigInt(most + 1))
    expect(view.getUint32(large.length - 4, true)).toBe(0xffff_ffff)
    expect(refusal(large).message).toMatch(/cut off: 0 of 42949672\d\d bytes/)
  })

  it("is refused an impossible format", () => {
    expect(() => wavHeader({ ...formats[0]!, channels: 0 })).toThrow(/channels/)
    expect(() => wavHeader({ ...formats[0]!, sampleRate: 22050.5 })).toThrow(/sample rate/)
    expect(() => wavHeader(formats[0]!, -1)).toThrow(/samples per channel/)
    expect(() => wavHeader(formats[0]!, 0.5)).toThrow(/samples per channel/)
  })
})

describe("a WAV file of someone else", () => {
  it("is read with 8, 16, 24 and 32 bits, and with floats", () => {
    const cases: ReadonlyArray<readonly [number, number, ReadonlyArray<number>]> = [
      [1, 8, [192, 64]],
      [1, 16, [...u16(0x4000), ...u16(0xc000)]],
      [1, 24, [0, 0, 0x40, 0, 0, 0xc0]],
      [1, 32, [...u32(0x40000000), ...u32(0xc0000000)]],
      [3, 32, [...new Uint8Array(Float32Array.of(0.5, -0.5).buffer)]],
      [3, 64, [...new Uint8Array(Float64Array.of(0.5, -0.5).buffer)]]
    ]
    for (const [code, bits, data] of cases) {
      const wav = read(riff(fmt(code, 1, bits), chunk("data", data)))
      expect([...wavChannel(wav, 0)], `${code}/${bits}`).toEqual([0.5, -0.5])
    }
  })

  it("is mixed down to mono", () => {
    const wav = read(riff(fmt(1, 2, 16), chunk("data", [...u16(0x4000), ...u16(0), ...u16(0xc000), ...u16(0x4000)])))
    expect([...wavToMono(wav)]).toEqual([0.25, 0])
    expect(() => wavChannel(wav, 2)).toThrow(RangeError)
  })

  it("is read past odd chunks and unknown ones, and an odd byte at the end is left", () => {
    const wav = read(riff(chunk("LIST", [1, 2, 3]), fmt(1, 1, 16), chunk("odd ", [9]), chunk("data", [1, 0, 7])))
    expect(wav.frames).toBe(1)
  })

  it("is read as WAVE_FORMAT_EXTENSIBLE", () => {
    const guid = [0, 0, 0, 0, 16, 0, 128, 0, 0, 170, 0, 56, 155, 113]
    const extension = [...u16(22), ...u16(16), ...u32(4), ...u16(1), ...guid]
    expect(read(riff(fmt(0xfffe, 1, 16, extension), chunk("data", u16(0x4000)))).encoding).toBe("pcm")
    const strange = [...extension.slice(0, -1), 0]
    expect(refusal(riff(fmt(0xfffe, 1, 16, strange), chunk("data", [0, 0]))).reason).toBe("unsupported")
  })

  it("is read as RF64", () => {
    const sizes = [...u32(100), ...u32(0), ...u32(2), ...u32(0), ...u32(1), ...u32(0), ...u32(0)]
    const bytes = riff(chunk("ds64", sizes), fmt(1, 1, 16), [
      ...text("data"),
      ...u32(0xffff_ffff),
      ...u16(0x4000),
      5,
      5
    ])
    bytes.set(text("RF64"))
    expect([...wavToMono(read(bytes))]).toEqual([0.5])
  })

  it("is read from a place inside a larger buffer", () => {
    const bytes = write(formats[0]!, samples, samples.length)
    const inside = new Uint8Array(bytes.length + 3)
    inside.set(bytes, 3)
    expect(wavToMono(read(inside.subarray(3)))).toEqual(wavToMono(read(bytes)))
  })
})

describe("a file that is no good", () => {
  it("is refused with what to do next", () => {
    const data = chunk("data", [0, 0])
    const cases: ReadonlyArray<readonly [string, Uint8Array, WavError["reason"]]> = [
      ["empty", new Uint8Array(0), "not-wav"],
      ["text", Uint8Array.from(text("Once upon a time")), "not-wav"],
      ["RIFF of another kind", Uint8Array.from([...text("RIFF"), ...u32(4), ...text("AVI ")]), "not-wav"],
      ["no chunks", riff(), "corrupt"],
      ["no data", riff(fmt(1, 1, 16)), "corrupt"],
      ["data before fmt", riff(data, fmt(1, 1, 16)), "corrupt"],
      ["short fmt", riff(chunk("fmt ", [1, 0]), data), "corrupt"],
      ["short extensible fmt", riff(fmt(0xfffe, 1, 16), data), "corrupt"],
      ["no channels", riff(fmt(1, 0, 16), data), "corrupt"],
      ["A-law", riff(fmt(6, 1, 8), data), "unsupported"],
      ["12 bits", riff(fmt(1, 1, 12), data), "unsupported"],
      ["cut off", write(formats[0]!, samples, samples.length).subarray(0, -2), "corrupt"],
      ["a chunk past the end", riff([...text("LIST"), ...u32(99)]), "corrupt"]
    ]
    for (const [name, bytes, reason] of cases) {
      const error = refusal(bytes)
      expect(error, name).toMatchObject({ _tag: "WavError", reason, retryable: false })
      expect(error.message, name).toMatch(/; (convert|export|download)/)
    }
  })

  it("never makes the parser throw", () => {
    const good = write(formats[2]!, samples.subarray(0, 8), 8)
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { maxLength: 6 }),
        fc.nat(good.length),
        (edits, end) => {
          const bytes = good.slice(0, end)
          for (const [at, value] of edits) if (at < end) bytes[at] = value
          const result = parseWav(bytes)
          if (Result.isSuccess(result)) expect(wavToMono(result.success).length).toBe(result.success.frames)
        }
      )
    )
  })
})

/** Whether a program starts at all, so that a machine without it skips its tests. */
const present = (program: string): boolean => spawnSync(program, ["--version"]).status === 0

describe("against the programs of others", () => {
  const folder = mkdtempSync(join(tmpdir(), "parlando-wav-"))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it.skipIf(!present("sox"))("sox reads what is written, and is read (skipped where sox is not installed)", () => {
    for (const [i, format] of formats.entries()) {
      const ours = join(folder, `ours-${i}.wav`)
      const theirs = join(folder, `theirs-${i}.wav`)
      writeFileSync(ours, write(format, samples, samples.length / format.channels))
      const args = format.encoding === "pcm16" ? ["-b", "24"] : ["-e", "floating-point", "-b", "64"]
      const sox = spawnSync("sox", ["-D", ours, ...args, theirs], { encoding: "utf8" })
      expect(sox.status, sox.stderr).toBe(0)
      expect(sox.stderr).not.toMatch(/wav/i)
      const [a, b] = [read(readFileSync(ours)), read(readFileSync(theirs))]
      expect(b).toMatchObject({ sampleRate: a.sampleRate, channels: a.channels, frames: a.frames })
      wavToMono(b).forEach((sample, k) => expect(sample).toBeCloseTo(wavToMono(a)[k]!, 5))
    }
  })

  it.skipIf(!present("python3"))("Python's wave reads what is written (skipped where python3 is not installed)", () => {
    const path = join(folder, "python.wav")
    writeFileSync(path, write(formats[1]!, samples, samples.length / 2))
    const program = "import sys,wave; w=wave.open(sys.argv[1]); print(w.getparams()[:4], w.readframes(9999)[:4].hex())"
    const python = spawnSync("python3", ["-c", program, path], { encoding: "utf8" })
    const firstBytes = Buffer.from(encodePcm16(samples.subarray(0, 2))).toString("hex")
    expect(python.stdout.trim(), python.stderr).toBe(`(2, 2, 48000, 240) ${firstBytes}`)
  })
})
