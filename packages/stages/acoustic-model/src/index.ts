export * from "./acousticModel.ts"
export * from "./clauseTiming.ts"
export * from "./clauseTokens.ts"
export * from "./FrameExpander.ts"
