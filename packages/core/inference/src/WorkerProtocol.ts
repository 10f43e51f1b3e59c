import type { ModelSignature } from "./ModelSignature.ts"
import type { Tensors } from "./Tensor.ts"

/** What the pool asks of a worker. Every request is answered by one reply with the same `id`, in order. */
export type WorkerRequest =
  | { readonly op: "load"; readonly id: number; readonly model: number; readonly bytes: Uint8Array }
  | { readonly op: "unload"; readonly id: number; readonly model: number }
  | {
      readonly op: "run"
      readonly id: number
      readonly model: number
      readonly session: number
      readonly inputs: Tensors
      readonly fresh: boolean
    }
  | { readonly op: "close"; readonly id: number; readonly session: number }

/** Why a worker could not do what it was asked. */
export type WorkerFailure = "model" | "input" | "step" | "provider" | "cancelled"

/** What a worker answers. */
export type WorkerReply =
  | { readonly id: number; readonly ok: true; readonly signature?: ModelSignature; readonly outputs?: Tensors }
  | { readonly id: number; readonly ok: false; readonly failure: WorkerFailure; readonly message: string }

/**
 * Requests that were cancelled after they had been sent, in memory that the pool and a worker share: four cells, a request's
 * number in the cell of its number modulo four. That is enough, since at most two requests are with a worker at a time.
 */
export class Cancellations {
  readonly memory: SharedArrayBuffer
  readonly #cells: Int32Array

  constructor(memory: SharedArrayBuffer = new SharedArrayBuffer(16)) {
    this.memory = memory
    this.#cells = new Int32Array(memory)
  }

  cancel(id: number): void {
    Atomics.store(this.#cells, id & 3, id)
  }

  /** Whether a request is not to be started. */
  has(id: number): boolean {
    return Atomics.load(this.#cells, id & 3) === id
  }
}

/** A worker as the pool sees it: a port and an end. A runtime wraps its own kind of worker in this. */
export interface WorkerHandle {
  /** Sends a request; the listed buffers are moved, not copied. */
  readonly post: (request: WorkerRequest, transfer: ReadonlyArray<ArrayBufferLike>) => void
  /**
   * Ends the worker as soon as it is safe: a thread must not be ended inside native code, so a step that is being worked on
   * is finished first. The promise resolves when the worker has ended; that of a worker that is stuck never does.
   */
  readonly terminate: () => Promise<void>
  /** Memory that the worker sees too; without it, the worker is never sent a step before the one in it has ended. */
  readonly cancellations?: Cancellations
}

/** Starts a worker. `onExit` is called once, when the worker has ended for any reason but `terminate`. */
export type SpawnWorker = (events: {
  readonly onReply: (reply: WorkerReply) => void
  readonly onExit: (reason: string) => void
}) => WorkerHandle

/** The buffers of tensors that can be moved to another thread: those that their array spans as a whole. */
export const movableBuffers = (tensors: Tensors): Array<ArrayBuffer> => {
  const buffers = new Set<ArrayBuffer>()
  for (const name in tensors) {
    const { data } = tensors[name]!
    if (data.buffer instanceof ArrayBuffer && data.byteLength === data.buffer.byteLength) buffers.add(data.buffer)
  }
  return [...buffers]
}
