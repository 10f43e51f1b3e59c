export { defectCost } from "./cost.ts"
export * from "./Defect.ts"
export * from "./measureQuality.ts"
export * from "./QualityMeter.ts"
