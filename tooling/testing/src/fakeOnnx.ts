import { elements } from "@parlando/inference"
import type { OnnxRuntime } from "@parlando/inference/host"

type OnnxTensor = Awaited<ReturnType<Awaited<ReturnType<OnnxRuntime["InferenceSession"]["create"]>>["run"]>>[string]
type Feeds = Readonly<Record<string, OnnxTensor>>

/** Input or output of a fake model: its name, type and shape. */
export type FakeSlot = readonly [name: string, type: string, dims: ReadonlyArray<number | string>]

/** A model written in TypeScript in place of an ONNX graph. */
export interface FakeModel {
  readonly inputs: ReadonlyArray<FakeSlot>
  readonly outputs: ReadonlyArray<FakeSlot>
  /** May throw, as a graph may fail, or never return, as a graph may hang. */
  readonly run: (
    feeds: Feeds
  ) => Readonly<Record<string, readonly [data: Float32Array, dims: ReadonlyArray<number>]>> | Promise<never>
}

class FakeTensor {
  readonly type: string
  readonly data: unknown
  readonly dims: ReadonlyArray<number>
  constructor(type: string, data: unknown, dims: ReadonlyArray<number>) {
    if ((data as { length: number }).length !== elements(dims)) throw new Error(`${dims} does not fit the data`)
    this.type = type
    this.data = data
    this.dims = dims
  }
}

/** The values of a float32 or int32 feed. */
export const values = (feeds: Feeds, name: string): Float32Array =>
  Float32Array.from(feeds[name]!.data as ArrayLike<number>)

const metadata = (slots: ReadonlyArray<FakeSlot>) =>
  slots.map(([name, type, shape]) => ({ name, isTensor: true, type, shape }))

/** An onnxruntime whose model files are the names of models in a catalogue. */
export const fakeOnnx = (catalogue: Readonly<Record<string, FakeModel>>): OnnxRuntime => ({
  Tensor: FakeTensor,
  InferenceSession: {
    create: async (bytes) => {
      const model = catalogue[new TextDecoder().decode(bytes)]
      if (model === undefined) throw new Error("not a model")
      return {
        inputMetadata: metadata(model.inputs),
        outputMetadata: metadata(model.outputs),
        run: async (feeds) => {
          const results = await model.run(feeds)
          return Object.fromEntries(
            Object.entries(results).map(([name, [data, dims]]) => [name, new FakeTensor("float32", data, dims)])
          )
        },
        release: async () => {}
      }
    }
  }
})
