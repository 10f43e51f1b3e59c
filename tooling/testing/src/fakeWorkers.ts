import { Cancellations, type SpawnWorker } from "@parlando/inference"
import { ModelHost, type OnnxRuntime } from "@parlando/inference/host"

/** Workers that live in the test's own thread, and the strings to pull. */
export interface FakeWorkers {
  readonly spawn: SpawnWorker
  /** Workers started so far. */
  readonly started: () => number
  /** Steps that have begun so far, in all workers. */
  readonly steps: () => number
  /** Ends every running worker, as a crash would. */
  readonly crash: () => void
}

/** The real host behind a port that is as asynchronous as a worker's. */
export const fakeWorkers = (ort: OnnxRuntime): FakeWorkers => {
  let started = 0
  let steps = 0
  const running = new Set<(reason: string) => void>()
  return {
    started: () => started,
    steps: () => steps,
    crash: () => {
      for (const exit of running) exit("crashed")
    },
    spawn: ({ onReply, onExit }) => {
      started++
      const cancellations = new Cancellations()
      const host = new ModelHost(ort, {}, "cpu", cancellations)
      let alive = true
      const exit = (reason: string) => {
        alive = false
        running.delete(exit)
        onExit(reason)
      }
      running.add(exit)
      return {
        cancellations,
        post: (request) =>
          queueMicrotask(() => {
            if (!alive) return
            if (request.op === "run") steps++
            host.handle(request, (reply) => {
              if (alive) onReply(reply)
            })
          }),
        terminate: async () => {
          alive = false
          running.delete(exit)
        }
      }
    }
  }
}
