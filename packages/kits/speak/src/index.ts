export * from "./LowLatencyConfig.ts"
export * from "./openVoice.ts"
export * from "./speechLayer.ts"
export * from "./voices.ts"
