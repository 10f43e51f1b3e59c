export * from "./vocoder.ts"
