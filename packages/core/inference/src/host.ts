// The inside of an inference worker, without Effect: what a runtime's worker entry imports, so that workers start fast.
export * from "./ModelHost.ts"
export { Cancellations, type WorkerReply, type WorkerRequest } from "./WorkerProtocol.ts"
