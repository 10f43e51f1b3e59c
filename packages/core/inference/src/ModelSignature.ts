import type { TensorType } from "./Tensor.ts"

/** A named input or output of a model. A dimension is a size, or a name where the size is free. */
export interface TensorSlot {
  readonly name: string
  readonly type: TensorType | (string & {})
  readonly dims: ReadonlyArray<number | string>
}

/**
 * What a model takes and gives.
 *
 * The streaming contract: inputs named `state_*` pair with outputs named `next_state_*` of the same type and shape; they
 * carry the model's memory from one step to the next, start as zeros and never leave the worker. All others are data.
 */
export interface ModelSignature {
  readonly inputs: ReadonlyArray<TensorSlot>
  readonly outputs: ReadonlyArray<TensorSlot>
}

const statePrefix = "state_"
const nextStatePrefix = "next_state_"

/** Whether an input carries the model's memory. */
export const isState = (input: string): boolean => input.startsWith(statePrefix)

/** Whether an output carries the model's memory. */
export const isNextState = (output: string): boolean => output.startsWith(nextStatePrefix)

/** The output that becomes the given state input at the next step. */
export const nextStateOf = (input: string): string => nextStatePrefix + input.slice(statePrefix.length)

/** The signature without the states: what a caller hands over and gets back. */
export const dataSlots = (signature: ModelSignature): ModelSignature => ({
  inputs: signature.inputs.filter((slot) => !isState(slot.name)),
  outputs: signature.outputs.filter((slot) => !isNextState(slot.name))
})

/**
 * What is wrong with the states of a signature, as one clause of a sentence, or `undefined` if every state input pairs
 * with a next-state output of the same type and static shape.
 */
export const stateDefect = (signature: ModelSignature): string | undefined => {
  const outputs = new Map(signature.outputs.map((slot) => [slot.name, slot]))
  for (const input of signature.inputs) {
    if (!isState(input.name)) continue
    if (input.dims.some((dim) => typeof dim === "string")) return `state input '${input.name}' has no static shape`
    const output = outputs.get(nextStateOf(input.name))
    if (output === undefined) return `state input '${input.name}' has no output '${nextStateOf(input.name)}'`
    if (output.type !== input.type) return `'${output.name}' is ${output.type} where '${input.name}' is ${input.type}`
    outputs.delete(output.name)
  }
  for (const name of outputs.keys()) {
    if (isNextState(name)) return `output '${name}' has no state input`
  }
  return undefined
}
