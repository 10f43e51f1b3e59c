import type { Priority } from "./Inference.ts"
import type { ModelSignature } from "./ModelSignature.ts"
import {
  movableBuffers,
  type SpawnWorker,
  type WorkerFailure,
  type WorkerHandle,
  type WorkerReply,
  type WorkerRequest
} from "./WorkerProtocol.ts"
import type { Tensors } from "./Tensor.ts"

type Unnumbered<R> = R extends unknown ? Omit<R, "id"> : never

/** How a request ended: with the worker's reply, or with the worker's own end. */
export type Outcome =
  | { readonly ended: "done"; readonly signature?: ModelSignature; readonly outputs?: Tensors }
  | { readonly ended: "failed"; readonly failure: WorkerFailure | "worker" | "deadline"; readonly message: string }

interface Pending {
  readonly request: Unnumbered<WorkerRequest>
  /** The number it was sent with. */
  id?: number
  readonly settle: (outcome: Outcome) => void
}

/** In what order waiting requests are taken. */
export type Urgency = Priority | "urgent"

/** What a worker is busy with. */
export interface Work {
  readonly op: WorkerRequest["op"]
}

/** A request's place in the queue. */
export interface Ticket {
  /** Drops the request if it has not been started, and its outcome if it has. */
  readonly cancel: () => void
}

/**
 * One worker and the queue before it. What is cancelled before it starts never starts, and what is live overtakes what is
 * background. A live request is sent while the one before it is still being worked on, so that the worker need not wait for
 * the way to the pool and back; it can still be cancelled, through memory that both see. A worker that has died is replaced
 * when it is next needed; the models it held are loaded again first.
 */
export class PooledWorker {
  readonly #spawn: SpawnWorker
  readonly #models = new Map<number, Uint8Array>()
  readonly #urgent: Array<Pending> = []
  readonly #live: Array<Pending> = []
  readonly #background: Array<Pending> = []
  #handle: WorkerHandle | undefined
  /** Sent and not answered, in order: one that is being worked on and perhaps one behind it. */
  #sent: Array<Pending> = []
  #nextId = 1
  #generation = 0
  #closed = false
  readonly #onBusy: () => () => void
  #onIdle: (() => void) | undefined
  /** Sessions open on this worker. */
  sessions = 0

  /** @param onBusy is called when the worker gets work, and what it returns when it has none */
  constructor(spawn: SpawnWorker, onBusy: () => () => void = () => () => {}) {
    this.#spawn = spawn
    this.#onBusy = onBusy
  }

  /** What is being worked on: the same object for as long as it is the same work. */
  get work(): Work | undefined {
    return this.#sent[0]?.request
  }

  /** Counts the worker's lives: a session opened in an earlier life has lost its state. */
  get generation(): number {
    return this.#generation
  }

  /** Starts the worker if it is not running. */
  start(): void {
    if (this.#handle !== undefined || this.#closed) return
    const generation = this.#generation
    this.#handle = this.#spawn({
      onReply: (reply) => {
        if (generation === this.#generation) this.#receive(reply)
      },
      onExit: (reason) => {
        if (generation === this.#generation) this.kill(reason)
      }
    })
    for (const [model, bytes] of [...this.#models].reverse()) {
      const settle = (outcome: Outcome) => {
        if (outcome.ended === "failed") this.kill(`a model could not be loaded again: ${outcome.message}`)
      }
      this.#urgent.unshift({ request: { op: "load", model, bytes }, settle })
    }
  }

  /** Loads a model now and after every restart, until it is unloaded. */
  load(model: number, bytes: Uint8Array, settle: (outcome: Outcome) => void): Ticket {
    this.start()
    this.#models.set(model, bytes)
    return this.submit({ op: "load", model, bytes }, "urgent", settle)
  }

  unload(model: number): void {
    this.#models.delete(model)
    this.#tell({ op: "unload", model })
  }

  /** Frees what the worker keeps for a session. */
  endSession(session: number): void {
    this.#tell({ op: "close", session })
  }

  submit(request: Unnumbered<WorkerRequest>, priority: Urgency, settle: (outcome: Outcome) => void): Ticket {
    const queue = { urgent: this.#urgent, live: this.#live, background: this.#background }[priority]
    let wanted = true
    const entry: Pending = { request, settle: (outcome) => wanted && settle(outcome) }
    if (this.#closed) {
      settle({ ended: "failed", failure: "worker", message: "the pool was closed" })
    } else {
      queue.push(entry)
      this.start()
      this.#send()
    }
    return {
      cancel: () => {
        wanted = false
        const place = queue.indexOf(entry)
        if (place >= 0) queue.splice(place, 1)
        else if (this.#sent.includes(entry)) this.#handle?.cancellations?.cancel(entry.id!)
      }
    }
  }

  /** Ends the worker for good; resolves when it has ended. */
  close(): Promise<void> {
    this.#closed = true
    return this.kill("the pool was closed")
  }

  /** Ends a worker that is at the same work for too long. */
  giveUp(): void {
    const stuck = this.#sent.shift()
    stuck?.settle({ ended: "failed", failure: "deadline", message: "it took too long" })
    void this.kill("it was given up, since a step took too long")
  }

  /** Ends the worker and everything that waits for it; resolves when it has ended. */
  kill(reason: string): Promise<void> {
    const handle = this.#handle
    this.#handle = undefined
    this.#generation++
    for (const { id } of this.#sent) handle?.cancellations?.cancel(id!)
    const ended = handle?.terminate() ?? Promise.resolve()
    const lost = [
      ...this.#sent.splice(0),
      ...this.#urgent.splice(0),
      ...this.#live.splice(0),
      ...this.#background.splice(0)
    ]
    this.#rest()
    for (const pending of lost) pending.settle({ ended: "failed", failure: "worker", message: reason })
    return ended
  }

  /** A request that only matters to a worker that is running, and whose outcome does not. */
  #tell(request: Unnumbered<WorkerRequest>): void {
    if (this.#handle !== undefined) this.submit(request, "live", () => {})
  }

  #send(): void {
    if (this.#handle === undefined) return
    while (this.#sent.length < 2) {
      const isFree = this.#sent.length === 0
      if (!isFree && this.#handle.cancellations === undefined) return
      const next = this.#urgent.shift() ?? this.#live.shift() ?? (isFree ? this.#background.shift() : undefined)
      if (next === undefined) return
      next.id = this.#nextId
      this.#nextId = (this.#nextId % 0x3fff_ffff) + 1
      const transfer = next.request.op === "run" ? movableBuffers(next.request.inputs) : []
      try {
        this.#handle.post({ ...next.request, id: next.id } as WorkerRequest, transfer)
      } catch (cause) {
        // A buffer that was moved away before, for example.
        next.settle({
          ended: "failed",
          failure: "input",
          message: cause instanceof Error ? cause.message : String(cause)
        })
        continue
      }
      this.#sent.push(next)
      this.#onIdle ??= this.#onBusy()
    }
  }

  #receive(reply: WorkerReply): void {
    const done = this.#sent.shift()
    this.#send()
    if (this.#sent.length === 0) this.#rest()
    done?.settle(
      reply.ok ? { ...reply, ended: "done" } : { ended: "failed", failure: reply.failure, message: reply.message }
    )
  }

  #rest(): void {
    this.#onIdle?.()
    this.#onIdle = undefined
  }
}
