import type { Model, Tensor, Tensors } from "@parlando/inference"
import { Voice } from "@parlando/models"
import { Effect } from "effect"

/** The graphs of a voice. */
export const graphs = ["encoder", "decoder", "vocoder"] as const
export type Graph = (typeof graphs)[number]

/** A step of a model, with what is needed to run it again. */
export interface WatchedStep {
  readonly graph: Graph
  /** Counts the sessions of the voice. */
  readonly session: number
  readonly fresh: boolean
  /** A copy of the inputs, if they are kept. */
  readonly inputs: Tensors | undefined
  /** `performance.now()` when the step was asked for and when its outputs were there; NaN if it was dropped. */
  readonly askedAt: number
  readonly doneAt: number
}

const copyOf = (tensor: Tensor): Tensor => ({ ...tensor, data: tensor.data.slice() }) as Tensor

const copies = (inputs: Tensors): Tensors =>
  Object.fromEntries(Object.entries(inputs).map(([name, tensor]) => [name, copyOf(tensor)]))

/** Sees every step that a voice's models are asked for. */
export class StepWatch {
  readonly steps: Array<WatchedStep> = []
  /** Steps that were asked for so far. */
  asked = 0
  /** Whether the inputs of steps are kept, which takes memory and a little time. */
  keepInputs = false
  /** Whether steps are listed; else they are only counted. */
  listing = true
  #sessions = 0

  /** The same voice, watched. */
  watch(voice: Voice["Service"]): Voice["Service"] {
    return Voice.of({
      ...voice,
      encoder: this.#model(voice.encoder, "encoder"),
      decoder: this.#model(voice.decoder, "decoder"),
      vocoder: this.#model(voice.vocoder, "vocoder")
    })
  }

  /** Forgets the steps so far. */
  clear(): void {
    this.steps.length = 0
    this.asked = 0
  }

  #model(model: Model, graph: Graph): Model {
    return {
      ...model,
      open: (options) =>
        Effect.map(model.open(options), (session) => {
          const number = this.#sessions++
          return {
            ...session,
            run: (inputs, options) =>
              Effect.suspend(() => {
                this.asked++
                if (!this.listing) return session.run(inputs, options)
                const kept = this.keepInputs ? copies(inputs) : undefined
                const askedAt = performance.now()
                return Effect.onExit(session.run(inputs, options), (exit) =>
                  Effect.sync(() => {
                    const doneAt = exit._tag === "Success" ? performance.now() : Number.NaN
                    const fresh = options?.fresh ?? false
                    this.steps.push({ graph, session: number, fresh, inputs: kept, askedAt, doneAt })
                  })
                )
              })
          }
        })
    }
  }
}
