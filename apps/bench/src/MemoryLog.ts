import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"

/** Memory at one point of a run, in megabytes. */
export interface MemorySample {
  /** How far the run was, in whatever it counts. */
  readonly at: number
  readonly rssMb: number
  readonly heapMb: number
  readonly buffersMb: number
}

setFlagsFromString("--expose-gc")
const collectGarbage = runInNewContext("gc") as () => void

const megabytes = (bytes: number) => bytes / 2 ** 20

/** Samples of this process's memory, each after the garbage was collected. */
export class MemoryLog {
  readonly samples: Array<MemorySample> = []

  sample(at: number): void {
    collectGarbage()
    const { rss, heapUsed, arrayBuffers } = process.memoryUsage()
    this.samples.push({
      at,
      rssMb: megabytes(rss),
      heapMb: megabytes(heapUsed),
      buffersMb: megabytes(arrayBuffers)
    })
  }
}
