/** Zero crossings of the sinc on each side of its centre. */
const zeroCrossings = 40
/** Attenuation of what would alias or image, in decibels. */
const stopBand = 90
/** J. F. Kaiser's rule for the shape of a window of more than 50 dB (Oppenheim and Schafer, Discrete-Time Signal Processing). */
const kaiserBeta = 0.1102 * (stopBand - 8.7)
/** Width of the transition band by the same rule, as a fraction of the lower Nyquist frequency. */
const transition = (stopBand - 7.95) / (2.285 * (2 * zeroCrossings - 1) * Math.PI)
/** Ratios with more phases than this (or real ones) interpolate linearly between the phases of a table of this size. */
const mostPhases = 1024

const greatestCommonDivisor = (a: number, b: number): number => (b === 0 ? a : greatestCommonDivisor(b, a % b))

/** Modified Bessel function of the first kind and order 0, by its power series. */
const bessel0 = (x: number): number => {
  let sum = 1
  let term = 1
  for (let k = 1; term > sum * 1e-17; k++) {
    term *= (x / (2 * k)) ** 2
    sum += term
  }
  return sum
}

const kaiser = (x: number): number =>
  Math.abs(x) >= 1 ? 0 : bessel0(kaiserBeta * Math.sqrt(1 - x * x)) / bessel0(kaiserBeta)

const sinc = (x: number): number => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x))

/** Row `p` of `phases + 1` holds the `2 * half` factors for an output that lies `p / phases` after an input; rows sum to 1. */
const polyphaseTable = (phases: number, half: number, cutoff: number): Float32Array => {
  const taps = 2 * half
  const table = new Float32Array((phases + 1) * taps)
  const width = zeroCrossings / cutoff
  for (let phase = 0; phase <= phases; phase++) {
    const row = Array.from({ length: taps }, (_, tap) => {
      const distance = tap - (half - 1) - phase / phases
      return sinc(cutoff * distance) * kaiser(distance / width)
    })
    const sum = row.reduce((a, b) => a + b, 0)
    table.set(
      row.map((factor) => factor / sum),
      phase * taps
    )
  }
  return table
}

/**
 * Changes the sample rate of a stream of samples: band-limited interpolation by a Kaiser-windowed sinc (J. O. Smith,
 * "Digital Audio Resampling", https://ccrma.stanford.edu/~jos/resample/), 80 taps at the lower rate. Aliases and images are
 * 90 dB down; the pass band reaches 0.85 of the lower Nyquist frequency.
 *
 * It keeps its state between chunks, so any chunking gives exactly the samples of one push. Its delay is compensated: output
 * `k` sounds at the time of input `k * from / to`, and `n` inputs make `ceil(n * to / from)` outputs. Silence is assumed
 * before the first and after the last sample.
 *
 * @example
 * ```ts
 * import { Resampler } from "@parlando/audio"
 *
 * const resampler = new Resampler(22050, 48000)
 * const parts = [resampler.push(new Float32Array(1000)), resampler.push(new Float32Array(1205)), resampler.flush()]
 * console.log(parts.reduce((sum, part) => sum + part.length, 0)) // 4800
 * ```
 */
export class Resampler {
  /** How many input samples must follow an input before the output at its time can be made. */
  readonly latency: number
  readonly #from: number
  readonly #to: number
  /** Rows of the table an output may fall between; a rational ratio falls on rows exactly. */
  readonly #phases: number
  readonly #exact: boolean
  readonly #half: number
  readonly #table: Float32Array
  /** Inputs that later outputs need; the first is input `#bufferStart`. */
  #buffer = new Float32Array(0)
  #bufferStart = 0
  #received = 0
  #produced = 0

  /**
   * @param from Rate of the input in Hz, or any positive number when only the ratio matters.
   * @param to Rate of the output, in the same unit.
   * @throws RangeError when a rate is not a positive finite number.
   */
  constructor(from: number, to: number) {
    if (!(from > 0 && to > 0 && Number.isFinite(from) && Number.isFinite(to))) {
      throw new RangeError(`A resampler needs two positive rates, not ${from} and ${to}.`)
    }
    const divisor = Number.isInteger(from) && Number.isInteger(to) ? greatestCommonDivisor(from, to) : 1
    this.#from = from / divisor
    this.#to = to / divisor
    this.#exact = Number.isInteger(this.#from) && Number.isInteger(this.#to) && this.#to <= mostPhases
    this.#phases = this.#exact ? this.#to : mostPhases
    const cutoff = Math.min(1, to / from) * (1 - transition / 2)
    this.#half = Math.ceil(zeroCrossings / cutoff)
    this.#table = polyphaseTable(this.#phases, this.#half, cutoff)
    this.latency = this.#half
    this.#reset()
  }

  /** Takes the next samples and returns all outputs that can be made now, perhaps none. */
  push(samples: Float32Array): Float32Array<ArrayBuffer> {
    this.#append(samples)
    this.#received += samples.length
    return this.#produce(Infinity)
  }

  /** Ends the stream and returns its last outputs. The next `push` begins another stream. */
  flush(): Float32Array<ArrayBuffer> {
    this.#append(new Float32Array(this.#half))
    const tail = this.#produce(this.#received)
    this.#reset()
    return tail
  }

  #reset(): void {
    this.#buffer = new Float32Array(this.#half - 1)
    this.#bufferStart = 1 - this.#half
    this.#received = 0
    this.#produced = 0
  }

  #append(samples: Float32Array): void {
    const joined = new Float32Array(this.#buffer.length + samples.length)
    joined.set(this.#buffer)
    joined.set(samples, this.#buffer.length)
    this.#buffer = joined
  }

  /** Time of output `k` in inputs. */
  #position(k: number): number {
    return (k * this.#from) / this.#to
  }

  /** Makes the outputs whose inputs are all there and whose time is before input `end`. */
  #produce(end: number): Float32Array<ArrayBuffer> {
    const newest = this.#bufferStart + this.#buffer.length - 1
    const limit = Math.min(end, newest - this.#half + 1)
    const most = Math.max(0, Math.ceil(((limit - this.#position(this.#produced)) * this.#to) / this.#from) + 1)
    const output = new Float32Array(most)
    let count = 0
    for (let k = this.#produced; this.#position(k) < limit; k++) output[count++] = this.#interpolate(k)
    this.#produced += count
    const needed = Math.floor(this.#position(this.#produced)) - this.#half + 1
    const drop = Math.min(this.#buffer.length, Math.max(0, needed - this.#bufferStart))
    this.#buffer = this.#buffer.slice(drop)
    this.#bufferStart += drop
    return output.subarray(0, count)
  }

  #interpolate(k: number): number {
    const position = this.#position(k)
    const base = Math.floor(position)
    const at = base - this.#half + 1 - this.#bufferStart
    if (this.#exact) return this.#convolve(at, k * this.#from - base * this.#to)
    const phase = (position - base) * this.#phases
    const row = Math.floor(phase)
    const weight = phase - row
    return (1 - weight) * this.#convolve(at, row) + weight * this.#convolve(at, row + 1)
  }

  #convolve(at: number, row: number): number {
    const buffer = this.#buffer
    const table = this.#table
    const taps = 2 * this.#half
    const first = row * taps
    let sum = 0
    for (let tap = 0; tap < taps; tap++) sum += buffer[at + tap]! * table[first + tap]!
    return sum
  }
}
