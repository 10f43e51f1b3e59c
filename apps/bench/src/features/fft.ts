/** A fast Fourier transform of one size, a power of two: Cooley and Tukey's, radix 2, in place. */
export class Fft {
  readonly size: number
  readonly #reversed: Uint32Array
  readonly #cos: Float64Array
  readonly #sin: Float64Array

  constructor(size: number) {
    if (size < 2 || (size & (size - 1)) !== 0) throw new RangeError(`An FFT needs a power of two, not ${size}.`)
    this.size = size
    const bits = Math.log2(size)
    this.#reversed = Uint32Array.from({ length: size }, (_, i) => {
      let reversed = 0
      for (let bit = 0; bit < bits; bit++) if (i & (1 << bit)) reversed |= 1 << (bits - 1 - bit)
      return reversed
    })
    this.#cos = Float64Array.from({ length: size / 2 }, (_, i) => Math.cos((2 * Math.PI * i) / size))
    this.#sin = Float64Array.from({ length: size / 2 }, (_, i) => -Math.sin((2 * Math.PI * i) / size))
  }

  /** Transforms a signal given by its real and imaginary parts, in place. */
  transform(re: Float64Array, im: Float64Array): void {
    const { size } = this
    for (let i = 0; i < size; i++) {
      const j = this.#reversed[i]!
      if (j <= i) continue
      const r = re[i]!
      re[i] = re[j]!
      re[j] = r
      const m = im[i]!
      im[i] = im[j]!
      im[j] = m
    }
    for (let half = 1; half < size; half *= 2) {
      const stride = size / (2 * half)
      for (let start = 0; start < size; start += 2 * half) {
        for (let k = 0; k < half; k++) {
          const c = this.#cos[k * stride]!
          const s = this.#sin[k * stride]!
          const a = start + k
          const b = a + half
          const r = re[b]! * c - im[b]! * s
          const m = re[b]! * s + im[b]! * c
          re[b] = re[a]! - r
          im[b] = im[a]! - m
          re[a] = re[a]! + r
          im[a] = im[a]! + m
        }
      }
    }
  }
}
