import { Duration, Effect, Layer, type Scope } from "effect"
import { Inference, type Model, type ModelSource, type Priority, type Session } from "./Inference.ts"
import {
  DeadlineError,
  type InferenceError,
  InputError,
  ModelError,
  OverloadedError,
  ProviderError,
  StepError,
  WorkerError
} from "./InferenceError.ts"
import { dataSlots, type ModelSignature, stateDefect } from "./ModelSignature.ts"
import { elements, type Tensors } from "./Tensor.ts"
import { type Outcome, PooledWorker, type Ticket } from "./PooledWorker.ts"
import type { SpawnWorker } from "./WorkerProtocol.ts"

/** How a pool of inference workers is run. */
export interface InferencePoolOptions {
  /** Workers, each of which runs one step at a time. */
  readonly workers: number
  /** Sessions that may be open at once; the next one fails with `OverloadedError`. */
  readonly maxSessions: number
  /** The longest that a step may take, in its queue and in its worker, before it fails with `DeadlineError`. */
  readonly stepDeadline: Duration.Input
  readonly spawn: SpawnWorker
}

/** What is wrong with a step's inputs, as one sentence without its end, or `undefined`. */
const inputDefect = (signature: ModelSignature, inputs: Tensors): string | undefined => {
  for (const slot of signature.inputs) {
    const tensor = inputs[slot.name]
    if (tensor === undefined) return `input '${slot.name}' is missing`
    const { type, data, dims } = tensor
    if (type !== slot.type) return `input '${slot.name}' is ${type} where ${slot.type} is wanted`
    if (dims.length !== slot.dims.length || slot.dims.some((dim, i) => typeof dim === "number" && dim !== dims[i])) {
      return `input '${slot.name}' has the shape [${dims}] where [${slot.dims}] is wanted`
    }
    if (data.length === 0 || data.length !== elements(dims)) {
      return `input '${slot.name}' has ${data.length} values for the shape [${dims}]`
    }
  }
  for (const name in inputs) {
    if (!signature.inputs.some((slot) => slot.name === name)) return `there is no input '${name}'`
  }
  return undefined
}

const errorOf = (model: string, outcome: Outcome & { readonly ended: "failed" }): InferenceError => {
  switch (outcome.failure) {
    case "model":
      return new ModelError({
        model,
        message: `The model '${model}' cannot be opened (${outcome.message}); use an ONNX file that this runtime knows.`
      })
    case "step":
    case "cancelled":
      return new StepError({ model, message: `A step of the model '${model}' failed: ${outcome.message}.` })
    case "provider":
      return new ProviderError({ model, message: outcome.message })
    case "worker":
      return new WorkerError({
        model,
        message: `The worker that ran the model '${model}' ended (${outcome.message}); try again, on a fresh one.`
      })
  }
}

/** A pool of workers as the Inference service. The workers start at once and end with the scope. */
export const makeInference = Effect.fnUntraced(function* (
  options: InferencePoolOptions
): Effect.fn.Return<Inference["Service"], never, Scope.Scope> {
  const workers = Array.from({ length: Math.max(1, options.workers) }, () => new PooledWorker(options.spawn))
  const deadline = Duration.fromInputUnsafe(options.stepDeadline)
  let nextModel = 0
  let nextSession = 0
  let openSessions = 0

  yield* Effect.acquireRelease(
    Effect.sync(() => workers.forEach((worker) => worker.start())),
    () => Effect.sync(() => workers.forEach((worker) => worker.close()))
  )

  /** Waits for a request's outcome; a worker that sits on it past the deadline is stopped. */
  const request = (worker: PooledWorker, model: string, submit: (settle: (outcome: Outcome) => void) => Ticket) =>
    Effect.suspend(() => {
      let ticket: Ticket | undefined
      return Effect.callback<Outcome & { readonly ended: "done" }, InferenceError>((resume) => {
        ticket = submit((outcome) =>
          resume(outcome.ended === "done" ? Effect.succeed(outcome) : Effect.fail(errorOf(model, outcome)))
        )
        return Effect.sync(ticket.cancel)
      }).pipe(
        Effect.timeoutOrElse({
          duration: deadline,
          orElse: () => {
            if (ticket?.sent()) worker.kill("it was stopped, since a step took too long")
            return Effect.fail(
              new DeadlineError({
                model,
                message: `The model '${model}' did not answer within ${Duration.format(deadline)}; try again, with less load.`
              })
            )
          }
        })
      )
    })

  const load = Effect.fnUntraced(function* (source: ModelSource) {
    const { name, bytes } = source
    const id = nextModel++
    yield* Effect.addFinalizer(() => Effect.sync(() => workers.forEach((worker) => worker.unload(id))))
    const loaded = yield* Effect.forEach(
      workers,
      (worker) => request(worker, name, (settle) => worker.load(id, bytes, settle)),
      {
        concurrency: "unbounded"
      }
    )
    const signature = loaded[0]!.signature!
    const defect = stateDefect(signature)
    if (defect !== undefined) {
      return yield* new ModelError({
        model: name,
        message: `The model '${name}' breaks the streaming contract: ${defect}.`
      })
    }
    const data = dataSlots(signature)

    const open = Effect.fnUntraced(function* (settings?: {
      readonly priority?: Priority
    }): Effect.fn.Return<Session, InferenceError, Scope.Scope> {
      const priority = settings?.priority ?? "live"
      if (openSessions >= options.maxSessions) {
        return yield* new OverloadedError({
          model: name,
          message: `${openSessions} inference sessions are open, which is the limit; try again when one has ended, or raise maxSessions.`
        })
      }
      const session = nextSession++
      const worker = workers.reduce((least, other) => (other.sessions < least.sessions ? other : least))
      yield* Effect.acquireRelease(
        Effect.sync(() => {
          openSessions++
          worker.sessions++
        }),
        () =>
          Effect.sync(() => {
            openSessions--
            worker.sessions--
            worker.endSession(session)
          })
      )
      let generation = worker.generation
      return {
        run: (inputs, step) =>
          Effect.suspend(() => {
            const fresh = step?.fresh ?? false
            const problem = inputDefect(data, inputs)
            if (problem !== undefined) {
              return Effect.fail(
                new InputError({ model: name, message: `The model '${name}' cannot take this step: ${problem}.` })
              )
            }
            if (!fresh && generation !== worker.generation) {
              return Effect.fail(
                errorOf(name, { ended: "failed", failure: "worker", message: "the session's state is lost" })
              )
            }
            generation = worker.generation
            return Effect.map(
              request(worker, name, (settle) =>
                worker.submit({ op: "run", model: id, session, inputs, fresh }, priority, settle)
              ),
              (outcome) => outcome.outputs!
            )
          })
      }
    })

    return { name, signature, open } satisfies Model as Model
  })

  return Inference.of({ load })
})

/** A pool of workers as a Layer. */
export const inferenceLayer = (options: InferencePoolOptions): Layer.Layer<Inference> =>
  Layer.effect(Inference, makeInference(options))
