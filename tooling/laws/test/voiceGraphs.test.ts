import { readFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { largestDifference, repositoryPath } from "@parlando/testing"
import * as node from "onnxruntime-node"
import * as web from "onnxruntime-web"

// The graphs of the shipped voice as files, run by onnxruntime itself: what every runtime that is to come relies on.

const folder = repositoryPath("models", "en-us-lj")
const manifest = JSON.parse(readFileSync(join(folder, "voice.json"), "utf8")) as {
  readonly hop: number
  readonly melBins: number
  readonly phonemes: ReadonlyArray<string>
  readonly levels: Readonly<Record<string, Readonly<Record<"encoder" | "decoder" | "vocoder", string>>>>
}
const levels = Object.entries(manifest.levels)
const features = manifest.melBins + 2

/** The parts of onnxruntime that are the same in Node and in the browser. */
type Runtime = Pick<typeof node, "InferenceSession" | "Tensor">
type Tensor = node.Tensor
type Tensors = Readonly<Record<string, Tensor>>
type Session = node.InferenceSession

const open = (runtime: Runtime, file: string): Promise<Session> =>
  runtime.InferenceSession.create(readFileSync(join(folder, file)), {
    intraOpNumThreads: 1,
    graphOptimizationLevel: "all"
  })

const float = (runtime: Runtime, data: Float32Array, ...dims: ReadonlyArray<number>): Tensor =>
  new runtime.Tensor("float32", data, dims)

const zeroStates = (runtime: Runtime, session: Session): Tensors =>
  Object.fromEntries(
    session.inputMetadata.flatMap((slot) => {
      if (!slot.name.startsWith("state_") || !slot.isTensor) return []
      const dims = slot.shape.map(Number)
      return [[slot.name, float(runtime, new Float32Array(dims.reduce((a, b) => a * b, 1)), ...dims)]]
    })
  )

/** The first output of a streaming graph over `frames` frames, a number of them a step; `feeds` gives the inputs of a step. */
const inSteps = async (
  runtime: Runtime,
  session: Session,
  frames: number,
  step: number,
  feeds: (from: number, to: number) => Tensors
): Promise<Float32Array> => {
  const output = session.outputNames[0]!
  let states = zeroStates(runtime, session)
  const parts: Array<Float32Array> = []
  for (let from = 0; from < frames; from += step) {
    const made = await session.run({ ...feeds(from, Math.min(frames, from + step)), ...states })
    parts.push(made[output]!.data as Float32Array)
    states = Object.fromEntries(Object.keys(states).map((name) => [name, made[`next_${name}`]!]))
  }
  const all = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0))
  parts.reduce((at, part) => (all.set(part, at), at + part.length), 0)
  return all
}

/** White noise of about unit power, the same each time. */
const noise = (length: number): Float32Array => {
  let seed = 1
  const uniform = () => (seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32 - 0.5
  return Float32Array.from({ length }, () => 2 * (uniform() + uniform() + uniform()))
}

/** "Hello world", as the encoder reads it. */
const clause = {
  phonemes: ["SIL", "HH", "AH", "L", "OW", "W", "ER", "L", "D", "SIL"].map((name) => manifest.phonemes.indexOf(name)),
  stress: [0, 0, 1, 0, 2, 0, 2, 0, 0, 0],
  position: [4, 1, 0, 0, 2, 1, 0, 0, 2, 7]
}

/** A level of the voice in a runtime: what its decoder and its vocoder are to be fed with, frame by frame. */
const openLevel = async (runtime: Runtime, files: (typeof levels)[number][1]) => {
  const [encoder, decoder, vocoder] = await Promise.all([
    open(runtime, files.encoder),
    open(runtime, files.decoder),
    open(runtime, files.vocoder)
  ])
  const whole = (values: ReadonlyArray<number>) =>
    new runtime.Tensor("int32", Int32Array.from(values), [1, values.length])
  const one = (value: number) => float(runtime, Float32Array.of(value), 1)
  const encoded = await encoder.run({
    phonemes: whole(clause.phonemes),
    stress: whole(clause.stress),
    position: whole(clause.position),
    rate: one(1),
    pitch: one(0),
    energy: one(0)
  })
  const vectors = encoded["tokens"]!.data as Float32Array
  const size = vectors.length / clause.phonemes.length
  const durations = Array.from(encoded["durations"]!.data as Float32Array, (frames) => Math.max(1, Math.round(frames)))
  const rows = durations.flatMap((frames, token) =>
    Array.from({ length: frames }, (_, offset) => ({ token, offset, frames }))
  )
  const decode = (step: number) =>
    inSteps(runtime, decoder, rows.length, step, (from, to) => {
      const part = rows.slice(from, to)
      const tokens = new Float32Array(part.length * size)
      part.forEach(({ token }, i) => tokens.set(vectors.subarray(token * size, (token + 1) * size), i * size))
      return {
        tokens: float(runtime, tokens, 1, part.length, size),
        offset: float(
          runtime,
          Float32Array.from(part, ({ offset }) => offset),
          1,
          part.length
        ),
        duration: float(
          runtime,
          Float32Array.from(part, ({ frames }) => frames),
          1,
          part.length
        )
      }
    })
  const excitation = noise(rows.length * manifest.hop)
  const sound = (decoded: Float32Array, step: number) =>
    inSteps(runtime, vocoder, rows.length, step, (from, to) => ({
      features: float(runtime, decoded.slice(from * features, to * features), 1, to - from, features),
      noise: float(runtime, excitation.slice(from * manifest.hop, to * manifest.hop), 1, (to - from) * manifest.hop)
    }))
  return { frames: rows.length, decode, sound }
}

const loudest = (samples: Float32Array) => samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0)

for (const [name, files] of levels) {
  describe(`the graphs of the level '${name}'`, () => {
    it("give the same in steps of 1, 3, 8 and 64 frames as in one: within 1e-4 of full scale", async () => {
      const level = await openLevel(node, files)
      assert.isAbove(level.frames, 64)
      const decoded = await level.decode(level.frames)
      const sounded = await level.sound(decoded, level.frames)
      assert.isAbove(loudest(sounded), 0.05)
      for (const step of [1, 3, 8, 64]) {
        assert.isAtMost(largestDifference(await level.decode(step), decoded), 1e-4 * loudest(decoded))
        assert.isAtMost(largestDifference(await level.sound(decoded, step), sounded), 1e-4)
      }
    })

    it("give the same in onnxruntime-web as in onnxruntime-node: within 1e-4 of full scale", async () => {
      const [here, there] = [await openLevel(node, files), await openLevel(web as unknown as Runtime, files)]
      assert.strictEqual(there.frames, here.frames)
      const decoded = await here.decode(8)
      assert.isAtMost(largestDifference(await there.decode(8), decoded), 1e-4 * loudest(decoded))
      assert.isAtMost(largestDifference(await there.sound(decoded, 8), await here.sound(decoded, 8)), 1e-4)
    })
  })
}
