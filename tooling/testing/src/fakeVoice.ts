import { createHash } from "node:crypto"
import { type FileSource, FileError } from "@parlando/models"
import { Effect } from "effect"
import { type FakeModel, values } from "./fakeOnnx.ts"

const tokenSize = 4
const melBins = 4
const features = melBins + 2
const hop = 8
const lookahead = 2
const delaySamples = 19

const tokens = [1, "tokens"] as const

/** Every phoneme lasts 2 to 6 frames; a token vector is its three codes and the controls. */
const encoder: FakeModel = {
  inputs: [
    ["phonemes", "int32", tokens],
    ["stress", "int32", tokens],
    ["position", "int32", tokens],
    ["rate", "float32", [1]],
    ["pitch", "float32", [1]],
    ["energy", "float32", [1]]
  ],
  outputs: [
    ["tokens", "float32", [1, "tokens", tokenSize]],
    ["durations", "float32", tokens],
    ["token_pitch", "float32", tokens],
    ["token_energy", "float32", tokens]
  ],
  run: (feeds) => {
    const phonemes = values(feeds, "phonemes")
    const count = phonemes.length
    const [stress, position] = [values(feeds, "stress"), values(feeds, "position")]
    const [rate, pitch, energy] = ["rate", "pitch", "energy"].map((name) => values(feeds, name)[0]!) as [
      number,
      number,
      number
    ]
    const vectors = new Float32Array(count * tokenSize)
    for (let i = 0; i < count; i++)
      vectors.set([phonemes[i]! / 40, stress[i]! / 3, position[i]! / 9, (pitch + energy) / 24], i * tokenSize)
    return {
      tokens: [vectors, [1, count, tokenSize]],
      durations: [phonemes.map((id) => (2 + (id % 5) + 0.3) / rate), [1, count]],
      token_pitch: [new Float32Array(count).fill(200), [1, count]],
      token_energy: [new Float32Array(count), [1, count]]
    }
  }
}

/** A row is a weighted sum of its frame and the two before it, so its centre lags by the look-ahead. */
const decoder: FakeModel = {
  inputs: [
    ["tokens", "float32", [1, "frames", tokenSize]],
    ["offset", "float32", [1, "frames"]],
    ["duration", "float32", [1, "frames"]],
    ["state_history", "float32", [1, lookahead, features]]
  ],
  outputs: [
    ["features", "float32", [1, "frames", features]],
    ["next_state_history", "float32", [1, lookahead, features]]
  ],
  run: (feeds) => {
    const [vectors, offset, duration] = [values(feeds, "tokens"), values(feeds, "offset"), values(feeds, "duration")]
    const count = offset.length
    const rows = new Float32Array((lookahead + count) * features)
    rows.set(values(feeds, "state_history"))
    for (let t = 0; t < count; t++) {
      const at = (lookahead + t) * features
      rows.set(vectors.subarray(t * tokenSize, (t + 1) * tokenSize), at)
      rows[at + 4] = offset[t]! / 10
      rows[at + 5] = duration[t]! / 10
    }
    const out = new Float32Array(count * features)
    for (let i = 0; i < out.length; i++)
      out[i] = 0.5 * rows[i + 2 * features]! + 0.3 * rows[i + features]! + 0.2 * rows[i]!
    return {
      features: [out, [1, count, features]],
      next_state_history: [rows.slice(count * features), [1, lookahead, features]]
    }
  }
}

/** A sample is its frame's mean and a little noise through a one-pole filter, late by the delay. */
const vocoder: FakeModel = {
  inputs: [
    ["features", "float32", [1, "frames", features]],
    ["noise", "float32", [1, "samples"]],
    ["state_late", "float32", [1, delaySamples]],
    ["state_pole", "float32", [1, 1]]
  ],
  outputs: [
    ["audio", "float32", [1, "samples"]],
    ["next_state_late", "float32", [1, delaySamples]],
    ["next_state_pole", "float32", [1, 1]]
  ],
  run: (feeds) => {
    const [rows, noise] = [values(feeds, "features"), values(feeds, "noise")]
    const line = new Float32Array(delaySamples + noise.length)
    line.set(values(feeds, "state_late"))
    let pole = values(feeds, "state_pole")[0]!
    for (let i = 0; i < noise.length; i++) {
      const at = Math.floor(i / hop) * features
      let mean = 0
      for (let k = 0; k < features; k++) mean += rows[at + k]! / features
      pole = Math.fround(0.5 * pole + 0.4 * mean + 0.05 * noise[i]!)
      line[delaySamples + i] = pole
    }
    return {
      audio: [line.slice(0, noise.length), [1, noise.length]],
      next_state_late: [line.slice(noise.length), [1, delaySamples]],
      next_state_pole: [Float32Array.of(pole), [1, 1]]
    }
  }
}

/** The models of the fake voice, by the content of their files. */
export const fakeVoiceModels: Readonly<Record<string, FakeModel>> = { encoder, decoder, vocoder }

/** The sounds that the fake voice knows: silence and ARPABET. */
export const fakePhonemes: ReadonlyArray<string> =
  "SIL AA AE AH AO AW AY B CH D DH EH ER EY F G HH IH IY JH K L M N NG OW OY P R S SH T TH UH UW V W Y Z ZH".split(" ")

const bytesOf = (text: string) => new TextEncoder().encode(text)

const entry = (bytes: Uint8Array) => ({
  bytes: bytes.byteLength,
  sha256: createHash("sha256").update(bytes).digest("hex")
})

/** A manifest that is right in every field; tests spoil it. */
export const fakeManifest = () => ({
  schemaVersion: 1,
  name: "fake",
  version: "0.0.1",
  language: "en-US",
  licence: "MIT",
  sampleRate: 8000,
  hop,
  melBins,
  alphabet: "arpabet",
  phonemes: [...fakePhonemes],
  files: Object.fromEntries(Object.keys(fakeVoiceModels).map((name) => [`${name}.onnx`, entry(bytesOf(name))])),
  levels: {
    high: {
      encoder: "encoder.onnx",
      decoder: "decoder.onnx",
      vocoder: "vocoder.onnx",
      tokenSize,
      lookaheadFrames: lookahead,
      delaySamples
    }
  },
  defaultLevel: "high",
  credits: []
})

/** The files of a folder that is in memory. */
export const memorySource = (files: Readonly<Record<string, Uint8Array>>): FileSource => ({
  name: "memory",
  read: (file) =>
    files[file] === undefined
      ? Effect.fail(new FileError({ file, retryable: false, message: `'${file}' is not there.` }))
      : Effect.succeed(files[file])
})

/** A small, fast voice whose graphs are written in TypeScript; the manifest may be spoiled. */
export const fakeVoiceSource = (manifest: unknown = fakeManifest()): FileSource =>
  memorySource({
    "voice.json": bytesOf(JSON.stringify(manifest)),
    ...Object.fromEntries(Object.keys(fakeVoiceModels).map((name) => [`${name}.onnx`, bytesOf(name)]))
  })
