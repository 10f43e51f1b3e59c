import { Inference, type InferenceError, type Model, type TensorSlot } from "@parlando/inference"
import { Context, Effect, Layer, type Scope } from "effect"
import type { FileError, FileSource } from "./FileSource.ts"
import { ManifestError, readManifest, readVerified } from "./verifiedFiles.ts"
import { featureSize, type LevelName, type VoiceLevel, VoiceManifest } from "./VoiceManifest.ts"

/** Why a voice could not be opened. */
export type VoiceError = FileError | ManifestError | InferenceError

/** How a voice is opened. */
export interface VoiceOptions {
  /** Level of quality; the voice's default if not given. */
  readonly level?: LevelName
}

/**
 * An opened voice: its manifest and the graphs of one level, verified and loaded.
 *
 * @example
 * ```ts
 * import { type FileSource, Voice } from "@parlando/models"
 *
 * const swapVoice = (source: FileSource) => Voice.layer(source, { level: "medium" })
 * ```
 */
export class Voice extends Context.Service<
  Voice,
  {
    readonly manifest: VoiceManifest
    readonly levelName: LevelName
    readonly level: VoiceLevel
    readonly encoder: Model
    readonly decoder: Model
    readonly vocoder: Model
  }
>()("@parlando/models/Voice") {
  /** Opens the voice of a folder; it closes with the Layer. */
  static readonly layer = (source: FileSource, options?: VoiceOptions): Layer.Layer<Voice, VoiceError, Inference> =>
    Layer.effect(Voice, openVoice(source, options))
}

interface GraphContract {
  readonly inputs: ReadonlyArray<TensorSlot>
  readonly outputs: ReadonlyArray<TensorSlot>
}

const tokens = (name: string): TensorSlot => ({ name, type: "int32", dims: [1, "tokens"] })
const control = (name: string): TensorSlot => ({ name, type: "float32", dims: [1] })
const frames = (name: string, ...size: ReadonlyArray<number>): TensorSlot => ({
  name,
  type: "float32",
  dims: [1, "frames", ...size]
})

/** What each graph of a voice has to take and give, states aside. */
const contracts = (
  manifest: VoiceManifest,
  level: VoiceLevel
): Readonly<Record<"encoder" | "decoder" | "vocoder", GraphContract>> => ({
  encoder: {
    inputs: [
      tokens("phonemes"),
      tokens("stress"),
      tokens("position"),
      control("rate"),
      control("pitch"),
      control("energy")
    ],
    outputs: [frames("tokens", level.tokenSize), frames("durations"), frames("token_pitch"), frames("token_energy")]
  },
  decoder: {
    inputs: [frames("tokens", level.tokenSize), frames("offset"), frames("duration")],
    outputs: [frames("features", featureSize(manifest))]
  },
  vocoder: {
    inputs: [frames("features", featureSize(manifest)), frames("noise")],
    outputs: [frames("audio")]
  }
})

/** A free dimension of the contract must be free in the graph too, or at least not contradict it in the outputs. */
const fits = (wanted: TensorSlot, found: TensorSlot, isInput: boolean): boolean =>
  wanted.type === found.type &&
  wanted.dims.length === found.dims.length &&
  wanted.dims.every((dim, i) => {
    const other = found.dims[i]!
    if (typeof dim === "number") return dim === other || (!isInput && typeof other === "string")
    return typeof other === "string"
  })

const describe = (slot: TensorSlot) => `${slot.type}[${slot.dims.join(",")}]`

const graphDefect = (contract: GraphContract, model: Model): string | undefined => {
  for (const direction of ["inputs", "outputs"] as const) {
    for (const wanted of contract[direction]) {
      const found = model.signature[direction].find((slot) => slot.name === wanted.name)
      if (found === undefined) return `has no ${direction.slice(0, -1)} '${wanted.name}'`
      if (!fits(wanted, found, direction === "inputs")) {
        return `has the ${direction.slice(0, -1)} '${wanted.name}' as ${describe(found)} where ${describe(wanted)} is wanted`
      }
    }
  }
  const known = new Set(contract.inputs.map((slot) => slot.name))
  const extra = model.signature.inputs.find((slot) => !slot.name.startsWith("state_") && !known.has(slot.name))
  return extra === undefined ? undefined : `wants an input '${extra.name}' that the contract does not have`
}

/** Reads a voice's manifest, verifies the files of one level and loads its graphs until the scope ends. */
export const openVoice = Effect.fn("parlando.models.openVoice")(function* (
  source: FileSource,
  options?: VoiceOptions
): Effect.fn.Return<Voice["Service"], VoiceError, Inference | Scope.Scope> {
  const inference = yield* Inference
  const manifest = yield* readManifest(source, "voice.json", VoiceManifest)
  const levelName = options?.level ?? manifest.defaultLevel
  const level = manifest.levels[levelName]
  if (level === undefined) {
    return yield* new ManifestError({
      field: `levels.${levelName}`,
      message: `The voice '${manifest.name}' has no level '${levelName}'; it has ${Object.keys(manifest.levels).join(", ")}.`
    })
  }
  const contract = contracts(manifest, level)
  const graph = Effect.fnUntraced(function* (part: "encoder" | "decoder" | "vocoder") {
    const field = `levels.${levelName}.${part}`
    const file = level[part]
    const entry = manifest.files[file]
    if (entry === undefined) {
      return yield* new ManifestError({
        field,
        message: `'${field}' of '${source.name}' names '${file}', which 'files' does not list; install the voice again.`
      })
    }
    const bytes = yield* readVerified(source, file, entry)
    const model = yield* inference.load({ name: `${manifest.name}/${file}`, bytes })
    const defect = graphDefect(contract[part], model)
    if (defect !== undefined) {
      return yield* new ManifestError({
        field,
        message: `'${file}' of '${source.name}' (${field}) ${defect}; use a voice made for this version of Parlando.`
      })
    }
    return model
  })
  const [encoder, decoder, vocoder] = yield* Effect.all([graph("encoder"), graph("decoder"), graph("vocoder")], {
    concurrency: "unbounded"
  })
  return Voice.of({ manifest, levelName, level, encoder, decoder, vocoder })
})
