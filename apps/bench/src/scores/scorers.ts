import { join } from "node:path"
import { float32, Inference, type InferenceError, type Model } from "@parlando/inference"
import { type FileError } from "@parlando/models"
import { folderSource } from "@parlando/node"
import { Effect, type Scope } from "effect"
import { logMagnitudes, magnitudeBins } from "./logMagnitudes.ts"
import { repeated, scorerRate, toSixteenKilohertz } from "./toSixteenKilohertz.ts"

/** How a recording sounds to the scorers, 1-5. */
export interface Scores {
  /** Naturalness of synthetic speech: DNSMOS Pro trained on BVCC (F. Cumlin et al., 2024). Read it as a mean over many. */
  readonly bvcc: number
  /** Overall quality: DNSMOS P.835 (C. K. A. Reddy et al., 2022). It finds artefacts and does not rank voices. */
  readonly ovrl: number
}

/** Scores recordings. */
export interface Scorers {
  /** @param rate in Hz */
  readonly score: (samples: Float32Array, rate: number) => Effect.Effect<Scores, InferenceError>
}

/** Level at which naturalness is scored, RMS. */
const level = 10 ** (-26 / 20)
const bvccLength = { least: 10 * scorerRate, most: 15 * scorerRate } as const
/** What P.835 hears at once, and how far it moves on. */
const overallWindow = 144_160
const overallHop = scorerRate

/** P.835's own calibration of its overall score: a parabola. */
const calibrateOverall = (raw: number) => -0.06766283 * raw * raw + 1.11546468 * raw + 0.04602535

const levelled = (samples: Float32Array): Float32Array => {
  const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length
  const gain = level / Math.sqrt(power + 1e-12)
  return samples.map((sample) => sample * gain)
}

const naturalness = Effect.fnUntraced(function* (model: Model, samples: Float32Array) {
  const heard = repeated(levelled(samples), bvccLength.least).subarray(0, bvccLength.most)
  const { frames, values } = logMagnitudes(heard)
  const session = yield* model.open()
  const outputs = yield* session.run({ log_magnitude: float32(values, [1, 1, frames, magnitudeBins]) }, { fresh: true })
  return Number(outputs["mos"]!.data[0])
}, Effect.scoped)

const overall = Effect.fnUntraced(function* (model: Model, samples: Float32Array) {
  const heard = repeated(samples, overallWindow)
  const session = yield* model.open()
  const input = model.signature.inputs[0]!.name
  const output = model.signature.outputs[0]!.name
  let sum = 0
  let count = 0
  for (let at = 0; at + overallWindow <= heard.length; at += overallHop) {
    const piece = heard.slice(at, at + overallWindow)
    const outputs = yield* session.run({ [input]: float32(piece, [1, overallWindow]) }, { fresh: true })
    sum += calibrateOverall(Number(outputs[output]!.data[2]))
    count++
  }
  return sum / count
}, Effect.scoped)

/** Opens the scorers of a folder: `dnsmos_pro_bvcc.onnx` and `dnsmos_p835_sig_bak_ovr.onnx`. */
export const openScorers = Effect.fnUntraced(function* (
  folder: string
): Effect.fn.Return<Scorers, FileError | InferenceError, Inference | Scope.Scope> {
  const inference = yield* Inference
  const source = folderSource(folder, join(folder))
  const open = (name: string) => Effect.flatMap(source.read(name), (bytes) => inference.load({ name, bytes }))
  const bvccModel = yield* open("dnsmos_pro_bvcc.onnx")
  const overallModel = yield* open("dnsmos_p835_sig_bak_ovr.onnx")
  return {
    score: Effect.fnUntraced(function* (samples, rate) {
      const heard = toSixteenKilohertz(samples, rate)
      const [bvcc, ovrl] = yield* Effect.all([naturalness(bvccModel, heard), overall(overallModel, heard)], {
        concurrency: "unbounded"
      })
      return { bvcc, ovrl }
    })
  }
})
