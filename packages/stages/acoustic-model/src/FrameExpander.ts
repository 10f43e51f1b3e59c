import { float32, type Tensors } from "@parlando/inference"

/**
 * Walks through a clause frame by frame: every frame gets its token's vector, its place in the token and the token's
 * length, which is what the decoder reads. After the last frame it stays there, for the decoder's look-ahead.
 */
export class FrameExpander {
  readonly #vectors: Float32Array
  readonly #size: number
  readonly #frames: Int32Array
  #token = 0
  #offset = 0

  /**
   * @param vectors `[tokens, size]`, row-major
   * @param frames of each token, at least 1
   */
  constructor(vectors: Float32Array, size: number, frames: Int32Array) {
    this.#vectors = vectors
    this.#size = size
    this.#frames = frames
  }

  /** The decoder's inputs for the next `count` frames. */
  next(count: number): Tensors {
    const size = this.#size
    const tokens = new Float32Array(count * size)
    const offset = new Float32Array(count)
    const duration = new Float32Array(count)
    for (let row = 0; row < count; row++) {
      const token = this.#token
      tokens.set(this.#vectors.subarray(token * size, (token + 1) * size), row * size)
      offset[row] = this.#offset
      duration[row] = this.#frames[token]!
      if (this.#offset + 1 < this.#frames[token]!) this.#offset++
      else if (token + 1 < this.#frames.length) {
        this.#token++
        this.#offset = 0
      }
    }
    return {
      tokens: float32(tokens, [1, count, size]),
      offset: float32(offset, [1, count]),
      duration: float32(duration, [1, count])
    }
  }
}
