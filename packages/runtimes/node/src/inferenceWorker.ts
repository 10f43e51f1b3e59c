// The entry of an inference worker thread: onnxruntime-node behind the host that all runtimes share.
import { setPriority } from "node:os"
import { isMainThread, parentPort, workerData } from "node:worker_threads"
import { Cancellations, ModelHost, type OnnxRuntime, type WorkerRequest } from "@parlando/inference/host"
import * as onnxruntime from "onnxruntime-node"

/** What a worker is started with. */
export interface InferenceWorkerData {
  readonly sessionOptions: object
  readonly provider: string
  readonly zeroCopy: boolean
  readonly realTimeScheduling: boolean
  readonly cancellations: SharedArrayBuffer
}

/** Before the other threads of an ordinary machine, behind those of the system. */
const urgent = -10

const start = ({ sessionOptions, provider, zeroCopy, realTimeScheduling, cancellations }: InferenceWorkerData) => {
  if (realTimeScheduling) {
    try {
      // On Linux this is the priority of the calling thread alone.
      setPriority(0, urgent)
    } catch (cause) {
      process.emitWarning(
        `Real-time scheduling was refused (${(cause as Error).message}); run with the right to raise priorities (CAP_SYS_NICE), or without realTimeScheduling.`,
        "ParlandoWarning"
      )
    }
  }
  const host = new ModelHost(
    onnxruntime as unknown as OnnxRuntime,
    sessionOptions,
    provider,
    new Cancellations(cancellations)
  )
  parentPort!.on("message", (request: WorkerRequest) =>
    host.handle(request, (reply, transfer) => parentPort!.postMessage(reply, zeroCopy ? transfer : []))
  )
}

if (!isMainThread) start(workerData as InferenceWorkerData)
