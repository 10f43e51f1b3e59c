/** What predicts a sample from those before it: `x[n] ~ sum a[k] x[n-k]`. */
export interface Predictor {
  /** `a[1..order]`; `a[0]` is not used. */
  readonly a: Float64Array
  /** Energy of the prediction error over the windowed samples. */
  readonly error: number
}

/** `r[lag] = sum x[i] x[i - lag]` for lags 0 to `order`, four lags at a time, which halves the cost. */
const autocorrelation = (x: Float64Array, order: number): Float64Array => {
  const r = new Float64Array(order + 4)
  const silence = order + 4
  const padded = new Float64Array(silence + x.length)
  padded.set(x, silence)
  for (let lag = 0; lag <= order; lag += 4) {
    let [r0, r1, r2, r3] = [0, 0, 0, 0]
    for (let i = silence; i < padded.length; i++) {
      const sample = padded[i]!
      r0 += sample * padded[i - lag]!
      r1 += sample * padded[i - lag - 1]!
      r2 += sample * padded[i - lag - 2]!
      r3 += sample * padded[i - lag - 3]!
    }
    r.set([r0, r1, r2, r3], lag)
  }
  return r
}

/**
 * The best predictor by the autocorrelation method with the Levinson-Durbin recursion (J. Makhoul, "Linear Prediction: A
 * Tutorial Review", Proc. IEEE 63, 1975).
 *
 * @param windowed Samples, already multiplied by a window that sinks to 0 at both ends.
 */
export const linearPrediction = (windowed: Float64Array, order: number): Predictor => {
  const correlation = autocorrelation(windowed, order)
  const a = new Float64Array(order + 1)
  const previous = new Float64Array(order + 1)
  // A trace of white noise keeps silence and pure tones solvable.
  let error = correlation[0]! * (1 + 1e-9) + 1e-12
  for (let i = 1; i <= order; i++) {
    let rest = correlation[i]!
    for (let k = 1; k < i; k++) rest -= a[k]! * correlation[i - k]!
    const reflection = rest / error
    previous.set(a)
    a[i] = reflection
    for (let k = 1; k < i; k++) a[k] = previous[k]! - reflection * previous[i - k]!
    error *= 1 - reflection * reflection
  }
  return { a, error }
}

/** Peak of the absolute prediction error of `samples[from..to)`; `from` must be at least the order. */
export const residualPeak = (samples: Float32Array, { a }: Predictor, from: number, to: number): number => {
  const order = a.length - 1
  let peak = 0
  for (let n = from; n < to; n++) {
    let error = samples[n]!
    for (let k = 1; k <= order; k++) error -= a[k]! * samples[n - k]!
    peak = Math.max(peak, Math.abs(error))
  }
  return peak
}
