/** The element types that Parlando's models exchange, by their ONNX names. */
export type TensorType = "float32" | "int32" | "int64"

/**
 * A dense, row-major array: `data.length` is the product of `dims`.
 *
 * @example
 * ```ts
 * import { float32 } from "@parlando/inference"
 *
 * const frame = float32(new Float32Array(82), [1, 1, 82])
 * ```
 */
export type Tensor =
  | { readonly type: "float32"; readonly data: Float32Array; readonly dims: ReadonlyArray<number> }
  | { readonly type: "int32"; readonly data: Int32Array; readonly dims: ReadonlyArray<number> }
  | { readonly type: "int64"; readonly data: BigInt64Array; readonly dims: ReadonlyArray<number> }

/** Tensors by the name of a model's input or output. */
export type Tensors = Readonly<Record<string, Tensor>>

/** A float32 tensor over the given data, not copied. */
export const float32 = (data: Float32Array, dims: ReadonlyArray<number>): Tensor => ({ type: "float32", data, dims })

/** An int32 tensor over the given data, not copied. */
export const int32 = (data: Int32Array, dims: ReadonlyArray<number>): Tensor => ({ type: "int32", data, dims })

/** Elements of a shape. */
export const elements = (dims: ReadonlyArray<number>): number => dims.reduce((product, dim) => product * dim, 1)
