import { isNextState, isState, nextStateOf, type ModelSignature, type TensorSlot } from "./ModelSignature.ts"
import { elements, type Tensor, type Tensors } from "./Tensor.ts"
import {
  type Cancellations,
  movableBuffers,
  type WorkerFailure,
  type WorkerReply,
  type WorkerRequest
} from "./WorkerProtocol.ts"

/** The part of onnxruntime's interface, the same in Node and in the browser, that a host needs. */
export interface OnnxRuntime {
  readonly InferenceSession: {
    readonly create: (bytes: Uint8Array, options: object) => Promise<OnnxSession>
  }
  readonly Tensor: new (type: string, data: Tensor["data"], dims: ReadonlyArray<number>) => OnnxTensor
}

interface OnnxTensor {
  readonly type: string
  readonly data: unknown
  readonly dims: ReadonlyArray<number>
}

interface OnnxSlot {
  readonly name: string
  readonly isTensor: boolean
  readonly type?: string
  readonly shape?: ReadonlyArray<number | string>
}

interface OnnxSession {
  readonly inputMetadata: ReadonlyArray<OnnxSlot>
  readonly outputMetadata: ReadonlyArray<OnnxSlot>
  readonly run: (feeds: Readonly<Record<string, OnnxTensor>>) => Promise<Readonly<Record<string, OnnxTensor>>>
  readonly release: () => Promise<void>
}

interface HostedModel {
  readonly session: OnnxSession
  readonly signature: ModelSignature
  readonly zeros: Readonly<Record<string, OnnxTensor>>
}

class HostError extends Error {
  readonly failure: WorkerFailure
  constructor(failure: WorkerFailure, message: string) {
    super(message)
    this.failure = failure
  }
}

const messageOf = (cause: unknown) => (cause instanceof Error ? cause.message : String(cause)).split("\n")[0]!

const slots = (metadata: ReadonlyArray<OnnxSlot>): ReadonlyArray<TensorSlot> =>
  metadata.map((slot) => ({ name: slot.name, type: slot.type ?? "sequence", dims: slot.shape ?? [] }))

const isFinite32 = (data: Float32Array): boolean => {
  for (let i = 0; i < data.length; i++) {
    const value = data[i]!
    if (value - value !== 0) return false
  }
  return true
}

/**
 * The inside of an inference worker: loads models, keeps the state of sessions and runs their steps, one at a time. It is
 * the same for every runtime; a worker's entry hands it the runtime's onnxruntime and pumps messages through `handle`.
 */
export class ModelHost {
  readonly #ort: OnnxRuntime
  readonly #options: object
  readonly #provider: string
  readonly #models = new Map<number, HostedModel>()
  readonly #states = new Map<number, Readonly<Record<string, OnnxTensor>>>()
  readonly #cancellations: Cancellations | undefined
  #tail: Promise<void> = Promise.resolve()

  /**
   * @param options onnxruntime's session options for every model
   * @param provider the execution provider among them, for messages
   * @param cancellations what the pool may cancel after it was sent
   */
  constructor(ort: OnnxRuntime, options: object, provider = "cpu", cancellations?: Cancellations) {
    this.#cancellations = cancellations
    this.#ort = ort
    this.#options = options
    this.#provider = provider
  }

  /** Handles a request after those before it, and replies once. */
  handle(request: WorkerRequest, reply: (reply: WorkerReply, transfer: ReadonlyArray<ArrayBuffer>) => void): void {
    this.#tail = this.#tail.then(async () => {
      try {
        const answer = await this.#answer(request)
        reply(answer, answer.ok && answer.outputs !== undefined ? movableBuffers(answer.outputs) : [])
      } catch (cause) {
        const failure = cause instanceof HostError ? cause.failure : request.op === "load" ? "model" : "step"
        reply({ id: request.id, ok: false, failure, message: messageOf(cause) }, [])
      }
    })
  }

  async #answer(request: WorkerRequest): Promise<WorkerReply> {
    const { id } = request
    if (request.op === "run" && this.#cancellations?.has(id)) throw new HostError("cancelled", "it was cancelled")
    switch (request.op) {
      case "load":
        return { id, ok: true, signature: await this.#load(request.model, request.bytes) }
      case "unload":
        await this.#models.get(request.model)?.session.release()
        this.#models.delete(request.model)
        return { id, ok: true }
      case "run":
        return { id, ok: true, outputs: await this.#run(request.model, request.session, request.inputs, request.fresh) }
      case "close":
        this.#states.delete(request.session)
        return { id, ok: true }
    }
  }

  async #load(model: number, bytes: Uint8Array): Promise<ModelSignature> {
    const session = await this.#create(bytes)
    const signature = { inputs: slots(session.inputMetadata), outputs: slots(session.outputMetadata) }
    const zeros: Record<string, OnnxTensor> = {}
    for (const { name, type, dims } of signature.inputs) {
      // A state that breaks the contract is refused by the pool, which reads the signature.
      if (!isState(name) || dims.some((dim) => typeof dim === "string")) continue
      const shape = dims as ReadonlyArray<number>
      const data =
        type === "int64"
          ? new BigInt64Array(elements(shape))
          : type === "int32"
            ? new Int32Array(elements(shape))
            : new Float32Array(elements(shape))
      zeros[name] = new this.#ort.Tensor(type, data, shape)
    }
    this.#models.set(model, { session, signature, zeros })
    return signature
  }

  async #create(bytes: Uint8Array): Promise<OnnxSession> {
    try {
      return await this.#ort.InferenceSession.create(bytes, this.#options)
    } catch (cause) {
      if (this.#provider === "cpu") throw cause
      throw new HostError(
        "provider",
        `The execution provider '${this.#provider}' is not there or cannot run this model (${messageOf(cause)}); use 'cpu'.`
      )
    }
  }

  async #run(model: number, session: number, inputs: Tensors, fresh: boolean): Promise<Tensors> {
    const hosted = this.#models.get(model)
    if (hosted === undefined) throw new HostError("step", "the model was closed")
    const state = (fresh ? undefined : this.#states.get(session)) ?? hosted.zeros
    // Until the step has ended well the session has no state, so a failed step is followed by a fresh one.
    this.#states.delete(session)
    const feeds: Record<string, OnnxTensor> = { ...state }
    for (const name in inputs) {
      const { type, data, dims } = inputs[name]!
      feeds[name] = new this.#ort.Tensor(type, data, dims)
    }
    const results = await hosted.session.run(feeds)
    const next: Record<string, OnnxTensor> = {}
    for (const name in hosted.zeros) next[name] = results[nextStateOf(name)]!
    const outputs: Record<string, Tensor> = {}
    for (const name in results) {
      if (isNextState(name)) continue
      const { type, data, dims } = results[name]!
      if (data instanceof Float32Array && !isFinite32(data)) {
        throw new HostError("step", `output '${name}' has a value that is not finite`)
      }
      outputs[name] = { type, data, dims } as Tensor
    }
    this.#states.set(session, next)
    return outputs
  }
}
