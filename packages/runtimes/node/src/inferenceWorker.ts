// The entry of an inference worker thread: onnxruntime-node behind the host that all runtimes share.
import { parentPort, workerData } from "node:worker_threads"
import { ModelHost, type OnnxRuntime, type WorkerRequest } from "@parlando/inference"
import * as onnxruntime from "onnxruntime-node"

const host = new ModelHost(onnxruntime as unknown as OnnxRuntime, workerData as object)
parentPort!.on("message", (request: WorkerRequest) =>
  host.handle(request, (reply, transfer) => parentPort!.postMessage(reply, transfer))
)
