// The entry of a worker thread that runs models with nothing around them: onnxruntime's sessions, and their states.
import { parentPort } from "node:worker_threads"
import { isState, nextStateOf } from "@parlando/inference"
import * as ort from "onnxruntime-node"
import type { BareReply, BareRequest, BareStep } from "./bare.ts"

/** The options with which `@parlando/node` opens its models. */
const sessionOptions = {
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: "sequential",
  graphOptimizationLevel: "all",
  enableMemPattern: false,
  logSeverityLevel: 3,
  extra: { session: { set_denormal_as_zero: "1" } }
} as const

type Values = Record<string, ort.Tensor>

interface Graph {
  readonly session: ort.InferenceSession
  readonly zeros: Values
}

const models = new Map<string, Graph>()

const openGraph = async (bytes: Uint8Array): Promise<Graph> => {
  const session = await ort.InferenceSession.create(bytes, sessionOptions)
  const zeros: Values = {}
  for (const slot of session.inputMetadata) {
    if (!slot.isTensor || !isState(slot.name)) continue
    const shape = slot.shape as ReadonlyArray<number>
    const size = shape.reduce((product, dim) => product * dim, 1)
    const data =
      slot.type === "int64"
        ? new BigInt64Array(size)
        : slot.type === "int32"
          ? new Int32Array(size)
          : new Float32Array(size)
    zeros[slot.name] = new ort.Tensor(slot.type as "float32", data as Float32Array, shape)
  }
  return { session, zeros }
}

const runAll = async (steps: ReadonlyArray<BareStep>): Promise<BareReply> => {
  const states = new Map<number, Values>()
  const stepMs = new Float64Array(steps.length)
  let outputs: BareReply["outputs"] = {}
  const started = performance.now()
  let before = started
  for (let i = 0; i < steps.length; i++) {
    const { graph, session, inputs, fresh } = steps[i]!
    const model = models.get(graph)!
    const feeds: Values = { ...((fresh ? undefined : states.get(session)) ?? model.zeros) }
    for (const name in inputs) {
      const { type, data, dims } = inputs[name]!
      feeds[name] = new ort.Tensor(type as "float32", data as Float32Array, dims)
    }
    const results = await model.session.run(feeds)
    const next: Values = {}
    for (const name in model.zeros) next[name] = results[nextStateOf(name)] as ort.Tensor
    states.set(session, next)
    if (i === steps.length - 1) {
      outputs = Object.fromEntries(Object.entries(results).map(([name, tensor]) => [name, tensor.data as Float32Array]))
    }
    const now = performance.now()
    stepMs[i] = now - before
    before = now
  }
  return { totalMs: before - started, stepMs, outputs }
}

parentPort!.on("message", async (request: BareRequest) => {
  if (request.op === "load") {
    for (const [name, bytes] of Object.entries(request.graphs)) models.set(name, await openGraph(bytes))
    parentPort!.postMessage({ totalMs: 0, stepMs: new Float64Array(0), outputs: {} } satisfies BareReply, [])
  } else {
    parentPort!.postMessage(await runAll(request.steps), [])
  }
})
