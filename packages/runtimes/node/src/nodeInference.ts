import { availableParallelism } from "node:os"
import { Worker } from "node:worker_threads"
import { type Inference, inferenceLayer, type SpawnWorker, type WorkerReply } from "@parlando/inference"
import type { Duration, Layer } from "effect"

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
}

// Workspace TypeScript is run as it is, the published package as JavaScript; the worker's entry has the same ending.
const workerEntry = new URL(`./inferenceWorker${import.meta.url.endsWith(".ts") ? ".ts" : ".js"}`, import.meta.url)

/** onnxruntime's session options. Its memory pattern is off, since it grows without bound when shapes vary. */
const sessionOptions = (threadsPerStep: number) => ({
  intraOpNumThreads: threadsPerStep,
  interOpNumThreads: 1,
  executionMode: "sequential",
  graphOptimizationLevel: "all",
  enableMemPattern: false,
  logSeverityLevel: 3,
  extra: { session: { set_denormal_as_zero: "1" } }
})

const spawn =
  (threadsPerStep: number): SpawnWorker =>
  ({ onReply, onExit }) => {
    const worker = new Worker(workerEntry, { workerData: sessionOptions(threadsPerStep), execArgv: [] })
    let waiting = 0
    let failure: string | undefined
    // An idle worker does not keep the process alive.
    worker.unref()
    worker.on("message", (reply: WorkerReply) => {
      if (--waiting === 0) worker.unref()
      onReply(reply)
    })
    worker.on("error", (error) => {
      failure = error instanceof Error ? error.message : String(error)
    })
    worker.on("exit", (code) => onExit(failure ?? `exit code ${code}`))
    return {
      post: (request, transfer) => {
        if (waiting++ === 0) worker.ref()
        worker.postMessage(request, transfer as ReadonlyArray<ArrayBuffer>)
      },
      terminate: () => {
        worker.removeAllListeners()
        worker.on("error", () => {})
        void worker.terminate()
      }
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
export const nodeInference = (options: NodeInferenceOptions = {}): Layer.Layer<Inference> =>
  inferenceLayer({
    workers: options.workers ?? Math.min(4, availableParallelism()),
    maxSessions: options.maxSessions ?? 768,
    stepDeadline: options.stepDeadline ?? "10 seconds",
    spawn: spawn(options.threadsPerStep ?? 1)
  })
