import { Context, type Effect, type Scope } from "effect"
import type { InferenceError } from "./InferenceError.ts"
import type { ModelSignature } from "./ModelSignature.ts"
import type { Tensors } from "./Tensor.ts"

/** A model's bytes in ONNX format, and a name for messages. */
export interface ModelSource {
  readonly name: string
  readonly bytes: Uint8Array
}

/** Which of two waiting steps goes first: `live` before `background`. */
export type Priority = "live" | "background"

/** Until so much of an utterance is made, in seconds, its listener has little in hand, and its steps are urgent. */
export const urgentSeconds = 0.75

/** How a step is run. */
export interface StepOptions {
  /** Forget the state of the steps before: start from zeros. Default false. */
  readonly fresh?: boolean
  /** Go before other live steps: somebody waits for the first sound. Default false. */
  readonly urgent?: boolean
}

/**
 * One run through time of a streaming model. It keeps the model's state beside the model, so a step moves only data. Steps
 * of a session are run one after the other; a session takes no thread of its own.
 */
export interface Session {
  /**
   * Runs one step: data inputs in, data outputs out (states are added and kept inside).
   *
   * The buffers of the inputs are handed over: a `data` array that spans its whole buffer must not be used afterwards.
   * Interrupting drops a step that has not started; one that has started is finished and its result thrown away.
   */
  readonly run: (inputs: Tensors, options?: StepOptions) => Effect.Effect<Tensors, InferenceError>
}

/** A loaded model. Its memory is shared by all its sessions. */
export interface Model {
  readonly name: string
  readonly signature: ModelSignature
  /** Opens a session that ends with the scope. */
  readonly open: (options?: { readonly priority?: Priority }) => Effect.Effect<Session, InferenceError, Scope.Scope>
}

/**
 * Runs neural models: tensors in, tensors out, never on the caller's event loop. A runtime provides it
 * (`@parlando/node`: onnxruntime in worker threads).
 *
 * @example
 * ```ts
 * import { float32, Inference } from "@parlando/inference"
 * import { Effect } from "effect"
 *
 * const silence = (bytes: Uint8Array) =>
 *   Effect.gen(function* () {
 *     const inference = yield* Inference
 *     const model = yield* inference.load({ name: "vocoder", bytes })
 *     const session = yield* model.open()
 *     return yield* session.run({ features: float32(new Float32Array(82), [1, 1, 82]) }, { fresh: true })
 *   }).pipe(Effect.scoped)
 * ```
 */
export class Inference extends Context.Service<
  Inference,
  {
    /** Loads a model until the scope ends. Fails with `ModelError` if it breaks the streaming contract. */
    readonly load: (source: ModelSource) => Effect.Effect<Model, InferenceError, Scope.Scope>
  }
>()("@parlando/inference/Inference") {}
