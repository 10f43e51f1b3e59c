export * from "./rechunk.ts"
export * from "./synthesis.ts"
export * from "./SynthesisError.ts"
