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
  /**
   * The longest that a live step may wait and take before it fails with `DeadlineError`, and the longest that a worker may
   * work on any step before it is replaced. A background step may wait for as long as live ones go before it.
   */
  readonly stepDeadline: Duration.Input
  /** The longest that a worker may take to load a model before it is replaced; default one minute. */
  readonly loadDeadline?: Duration.Input
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

const deadlineError = (model: string) =>
  new DeadlineError({
    model,
    message: `The model '${model}' did not answer before its deadline; try again, with less load.`
  })

const errorOf = (model: string, outcome: Outcome & { readonly ended: "failed" }): InferenceError => {
  switch (outcome.failure) {
    case "model":
      return new ModelError({
        model,
        message: `The model '${model}' cannot be opened (${outcome.message}); use an ONNX file that this runtime knows.`
      })
    case "input":
      return new InputError({ model, message: `The model '${model}' cannot take this step: ${outcome.message}.` })
    case "step":
    case "cancelled":
      return new StepError({ model, message: `A step of the model '${model}' failed: ${outcome.message}.` })
    case "provider":
      return new ProviderError({ model, message: outcome.message })
    case "deadline":
      return deadlineError(model)
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
  const deadline = Duration.fromInputUnsafe(options.stepDeadline)
  const loadDeadline = Duration.fromInputUnsafe(options.loadDeadline ?? "1 minute")
  const fork = Effect.runForkWith(yield* Effect.context<never>())
  let nextModel = 0
  let nextSession = 0
  let openSessions = 0

  /** Replaces a worker that is at the same work for too long. */
  const watch = (worker: PooledWorker): Effect.Effect<void> =>
    Effect.suspend(() => {
      const { work } = worker
      return Effect.sleep(work?.op === "load" ? loadDeadline : deadline).pipe(
        Effect.flatMap(() => {
          if (worker.work !== work || work === undefined) return watch(worker)
          return Effect.sync(() => worker.giveUp())
        })
      )
    })
  const workers = Array.from({ length: options.workers }, () => {
    const worker: PooledWorker = new PooledWorker(options.spawn, () => {
      const watching = fork(watch(worker))
      return () => watching.interruptUnsafe()
    })
    return worker
  })

  yield* Effect.acquireRelease(
    Effect.sync(() => workers.forEach((worker) => worker.start())),
    // What is being worked on is finished first; a worker that is stuck is not waited for.
    () =>
      Effect.ignore(
        Effect.timeout(
          Effect.promise(() => Promise.all(workers.map((worker) => worker.close()))),
          deadline
        )
      )
  )

  /** Waits for a request's outcome. */
  const request = (model: string, submit: (settle: (outcome: Outcome) => void) => Ticket) =>
    Effect.callback<Outcome & { readonly ended: "done" }, InferenceError>((resume) => {
      const ticket = submit((outcome) =>
        resume(outcome.ended === "done" ? Effect.succeed(outcome) : Effect.fail(errorOf(model, outcome)))
      )
      return Effect.sync(ticket.cancel)
    })

  const inTime = <A>(model: string, step: Effect.Effect<A, InferenceError>) =>
    Effect.timeoutOrElse(step, { duration: deadline, orElse: () => Effect.fail(deadlineError(model)) })

  const load = Effect.fnUntraced(function* (source: ModelSource) {
    const { name, bytes } = source
    const id = nextModel++
    yield* Effect.addFinalizer(() => Effect.sync(() => workers.forEach((worker) => worker.unload(id))))
    const loaded = yield* Effect.forEach(
      workers,
      (worker) => request(name, (settle) => worker.load(id, bytes, settle)),
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
            const urgency = step?.urgent === true && priority === "live" ? "urgent" : priority
            const outcome = request(name, (settle) =>
              worker.submit({ op: "run", model: id, session, inputs, fresh }, urgency, settle)
            )
            return Effect.map(priority === "live" ? inTime(name, outcome) : outcome, ({ outputs }) => outputs!)
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
