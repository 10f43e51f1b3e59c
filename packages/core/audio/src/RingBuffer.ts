/**
 * A bounded first-in-first-out queue of float32 samples. It never drops: `write` takes what fits and says how much that
 * was, so that whoever writes can wait.
 *
 * @example
 * ```ts
 * import { RingBuffer } from "@parlando/audio"
 *
 * const ring = new RingBuffer(4)
 * console.log(ring.write(Float32Array.of(1, 2, 3, 4, 5))) // 4
 * const out = new Float32Array(3)
 * console.log(ring.read(out), ring.length) // 3 1
 * ```
 */
export class RingBuffer {
  /** The most samples it holds. */
  readonly capacity: number
  readonly #data: Float32Array
  #readAt = 0
  #length = 0

  /** @throws RangeError when `capacity` is not a whole number of at least 1. */
  constructor(capacity: number) {
    if (!Number.isInteger(capacity) || capacity < 1) {
      throw new RangeError(`A ring buffer needs a capacity of at least one whole sample, not ${capacity}.`)
    }
    this.capacity = capacity
    this.#data = new Float32Array(capacity)
  }

  /** Samples that wait to be read. */
  get length(): number {
    return this.#length
  }

  /** Samples that can be written now. */
  get free(): number {
    return this.capacity - this.#length
  }

  /** Takes samples from the beginning of `samples`, as many as fit, and returns how many. */
  write(samples: Float32Array): number {
    const count = Math.min(samples.length, this.free)
    const at = (this.#readAt + this.#length) % this.capacity
    const first = Math.min(count, this.capacity - at)
    this.#data.set(samples.subarray(0, first), at)
    this.#data.set(samples.subarray(first, count), 0)
    this.#length += count
    return count
  }

  /** Moves the oldest samples into `target`, as many as there are or fit, and returns how many. */
  read(target: Float32Array): number {
    return this.skip(this.peek(target))
  }

  /** Copies the oldest samples into `target` and leaves them; returns how many. */
  peek(target: Float32Array): number {
    const count = Math.min(target.length, this.#length)
    const first = Math.min(count, this.capacity - this.#readAt)
    target.set(this.#data.subarray(this.#readAt, this.#readAt + first))
    target.set(this.#data.subarray(0, count - first), first)
    return count
  }

  /** Forgets the oldest `count` samples, or all when there are fewer, and returns how many. */
  skip(count: number): number {
    const skipped = Math.max(0, Math.min(count, this.#length))
    this.#readAt = (this.#readAt + skipped) % this.capacity
    this.#length -= skipped
    return skipped
  }

  /** Forgets everything. */
  clear(): void {
    this.#readAt = 0
    this.#length = 0
  }
}
