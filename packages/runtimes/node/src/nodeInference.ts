import { availableParallelism } from "node:os"
import { Worker } from "node:worker_threads"
import { Cancellations, type Inference, inferenceLayer, type SpawnWorker, type WorkerReply } from "@parlando/inference"
import { SettingError, settingBetween } from "@parlando/pipeline"
import { Duration, Effect, Layer, Option } from "effect"
import type { InferenceWorkerData } from "./inferenceWorker.ts"

/** How much onnxruntime reworks a graph when it loads it: more takes longer to load and less to run. */
export type OptimizationLevel = "minimal" | "balanced" | "maximum"

/** What computes: the processor, or one of onnxruntime's accelerators. */
export type ExecutionProvider = "cpu" | "cuda" | "dml" | "coreml" | "webgpu"

/** How models are run on Node. */
export interface NodeInferenceOptions {
  /** Worker threads, each of which runs one step at a time; default: one a core, at most 4. */
  readonly workers?: number
  /** Threads that a single step may use inside its worker; default 1, which is fastest for models of this size. */
  readonly threadsPerStep?: number
  /** Sessions that may be open at once, three to an utterance; default 768. */
  readonly maxSessions?: number
  /** The longest that a step may take; default 10 seconds. */
  readonly stepDeadline?: Duration.Input
  /** Default `maximum`. */
  readonly optimizationLevel?: OptimizationLevel
  /** Default `cpu`. One that this machine does not have fails with `ProviderError`; there is no silent fall-back. */
  readonly executionProvider?: ExecutionProvider
  /** Move tensors between threads instead of copying them; default true. */
  readonly zeroCopy?: boolean
  /**
   * Ask the system to run the worker threads before others (a nice value of -10); default false. Where it does not permit
   * this, a warning is emitted on the process and they run as they are.
   */
  readonly realTimeScheduling?: boolean
}

// Workspace TypeScript is run as it is, the published package as JavaScript; the worker's entry has the same ending.
const workerEntry = new URL(`./inferenceWorker${import.meta.url.endsWith(".ts") ? ".ts" : ".js"}`, import.meta.url)

/**
 * Tensors live outside the heap, and a large young generation would be collected, and with it their memory freed, only
 * after tens of megabytes of them.
 */
const resourceLimits = { maxYoungGenerationSizeMb: 2 }

const graphOptimization = { minimal: "basic", balanced: "extended", maximum: "all" } as const

/** What a worker is started with. onnxruntime's memory pattern is off, since it grows without bound when shapes vary. */
const workerSettings = (options: NodeInferenceOptions): Omit<InferenceWorkerData, "cancellations"> => ({
  zeroCopy: options.zeroCopy ?? true,
  realTimeScheduling: options.realTimeScheduling ?? false,
  provider: options.executionProvider ?? "cpu",
  sessionOptions: {
    executionProviders: [options.executionProvider ?? "cpu"],
    intraOpNumThreads: options.threadsPerStep ?? 1,
    interOpNumThreads: 1,
    executionMode: "sequential",
    graphOptimizationLevel: graphOptimization[options.optimizationLevel ?? "maximum"],
    enableMemPattern: false,
    logSeverityLevel: 3,
    extra: { session: { set_denormal_as_zero: "1" } }
  }
})

const spawn =
  (settings: Omit<InferenceWorkerData, "cancellations">): SpawnWorker =>
  ({ onReply, onExit }) => {
    const cancellations = new Cancellations()
    const workerData: InferenceWorkerData = { ...settings, cancellations: cancellations.memory }
    const worker = new Worker(workerEntry, { workerData, execArgv: [], resourceLimits })
    let waiting = 0
    let failure: string | undefined
    let ending: (() => void) | undefined
    const endIfIdle = () => {
      if (ending !== undefined && waiting === 0) void worker.terminate().then(ending)
    }
    worker.on("message", (reply: WorkerReply) => {
      if (--waiting === 0) worker.unref()
      onReply(reply)
      endIfIdle()
    })
    worker.on("error", (error) => {
      failure = error instanceof Error ? error.message : String(error)
    })
    worker.on("exit", (code) => {
      ending?.()
      onExit(failure ?? `exit code ${code}`)
    })
    // An idle worker does not keep the process alive. (A listener for messages does, so this comes after it.)
    worker.unref()
    return {
      cancellations,
      post: (request, transfer) => {
        worker.postMessage(request, settings.zeroCopy ? (transfer as ReadonlyArray<ArrayBuffer>) : [])
        if (waiting++ === 0) worker.ref()
      },
      // Ending a thread that is inside onnxruntime would abort the process.
      terminate: () =>
        new Promise((resolve) => {
          ending = resolve
          endIfIdle()
        })
    }
  }

/**
 * The Inference service on Node: onnxruntime in worker threads, so that no model ever runs on the caller's event loop.
 *
 * @example
 * ```ts
 * import { nodeInference } from "@parlando/node"
 *
 * const oneWorker = nodeInference({ workers: 1 })
 * ```
 */
export const nodeInference = (options: NodeInferenceOptions = {}): Layer.Layer<Inference, SettingError> =>
  Layer.unwrap(
    Effect.gen(function* () {
      const workers = yield* count("workers", options.workers ?? Math.min(4, availableParallelism()), 64)
      const maxSessions = yield* count("maxSessions", options.maxSessions ?? 768, 1_000_000)
      const threadsPerStep = yield* count("threadsPerStep", options.threadsPerStep ?? 1, 64)
      const stepDeadline = Duration.fromInput(options.stepDeadline ?? "10 seconds")
      if (Option.isNone(stepDeadline) || !(Duration.toMillis(stepDeadline.value) > 0)) {
        return yield* new SettingError({
          settings: ["stepDeadline"],
          message: `'stepDeadline' is ${String(options.stepDeadline)}; give a duration such as "10 seconds".`
        })
      }
      const settings = workerSettings({ ...options, threadsPerStep })
      return inferenceLayer({ workers, maxSessions, stepDeadline: stepDeadline.value, spawn: spawn(settings) })
    })
  )

const count = (setting: string, value: number, most: number) =>
  Number.isInteger(value)
    ? settingBetween(setting, value, 1, most)
    : Effect.fail(
        new SettingError({
          settings: [setting],
          message: `'${setting}' is ${value}; give a whole number from 1 to ${most}.`
        })
      )
