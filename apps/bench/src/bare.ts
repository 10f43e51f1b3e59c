import { Worker } from "node:worker_threads"
import type { Tensors } from "@parlando/inference"
import {
  type FileError,
  type LevelName,
  levelNames,
  type ManifestError,
  readManifest,
  readVerified,
  VoiceManifest
} from "@parlando/models"
import { voiceSource } from "@parlando/speak"
import { Effect, type Scope } from "effect"
import { BenchError, messageOf } from "./BenchError.ts"
import { type Graph, graphs } from "./StepWatch.ts"

/** A step that is to be run bare. */
export interface BareStep {
  readonly graph: Graph
  /** Steps of one session share their state. */
  readonly session: number
  readonly inputs: Tensors
  readonly fresh: boolean
}

export type BareRequest =
  | { readonly op: "load"; readonly graphs: Readonly<Record<string, Uint8Array>> }
  | { readonly op: "run"; readonly steps: ReadonlyArray<BareStep> }

/** How long bare steps took inside the worker, with the outputs of the last one. */
export interface BareReply {
  readonly totalMs: number
  readonly stepMs: Float64Array
  readonly outputs: Readonly<Record<string, Float32Array>>
}

/** The graphs of the default voice, as they are shipped. */
export interface VoiceFiles {
  readonly manifest: VoiceManifest
  readonly levelName: LevelName
  readonly level: NonNullable<VoiceManifest["levels"][LevelName]>
  readonly graphs: Readonly<Record<Graph, Uint8Array>>
}

/** Whether a word is the name of a level of quality. */
export const isLevel = (name: string): name is LevelName => levelNames.some((level) => level === name)

/** Reads and verifies the graphs of one level of the default voice. */
export const readVoiceFiles = Effect.fnUntraced(function* (
  wanted: string | undefined
): Effect.fn.Return<VoiceFiles, FileError | ManifestError | BenchError> {
  const source = voiceSource()
  const manifest = yield* readManifest(source, "voice.json", VoiceManifest)
  const levelName = wanted ?? manifest.defaultLevel
  const level = isLevel(levelName) ? manifest.levels[levelName] : undefined
  if (!isLevel(levelName) || level === undefined) {
    return yield* new BenchError({
      message: `The voice has no level '${levelName}'; give one of ${Object.keys(manifest.levels).join(", ")}.`
    })
  }
  const bytes = yield* Effect.forEach(graphs, (graph) =>
    readVerified(source, level[graph], manifest.files[level[graph]]!)
  )
  const [encoder, decoder, vocoder] = bytes as [Uint8Array, Uint8Array, Uint8Array]
  return { manifest, levelName, level, graphs: { encoder, decoder, vocoder } }
})

/** Runs steps in a worker thread with nothing but onnxruntime. */
export interface BareRuns {
  readonly run: (steps: ReadonlyArray<BareStep>) => Effect.Effect<BareReply, BenchError>
}

/** Starts a worker thread with a voice's graphs; it ends with the scope. */
export const openBareRuns = Effect.fnUntraced(function* (
  files: VoiceFiles
): Effect.fn.Return<BareRuns, BenchError, Scope.Scope> {
  const worker = yield* Effect.acquireRelease(
    Effect.sync(() => new Worker(new URL("./bareWorker.ts", import.meta.url), { execArgv: [] })),
    (worker) => Effect.promise(() => worker.terminate())
  )
  const ask = (request: BareRequest) =>
    Effect.tryPromise({
      try: () =>
        new Promise<BareReply>((resolve, reject) => {
          const settle = () => {
            worker.off("message", onReply)
            worker.off("error", onError)
          }
          const onReply = (reply: BareReply) => {
            settle()
            resolve(reply)
          }
          const onError = (error: unknown) => {
            settle()
            reject(error)
          }
          worker.on("message", onReply)
          worker.on("error", onError)
          worker.postMessage(request, [])
        }),
      catch: (cause) => new BenchError({ message: `The bare models could not be run: ${messageOf(cause)}.` })
    })
  yield* ask({ op: "load", graphs: files.graphs })
  return { run: (steps) => ask({ op: "run", steps }) }
})
