/** A filter of the second order: the factors of its output's inputs (b) and of its former outputs (a1, a2; a0 is 1). */
interface Section {
  readonly b: readonly [number, number, number]
  readonly a: readonly [number, number]
}

/** A filter as sections in a row. */
export type Filter = ReadonlyArray<Section>

const section = (b0: number, b1: number, b2: number, a1: number, a2: number): Section => ({
  b: [b0, b1, b2],
  a: [a1, a2]
})

/** Butterworth's low-pass of the fourth order at 1,100 Hz; this and the following for 22,050 Hz. */
export const lowPass1100: Filter = [
  section(0.0004131611342150362, 0.0008263222684300724, 0.0004131611342150362, -1.4807374283727914, 0.5565795696077667),
  section(1, 2, 1, -1.701752220927247, 0.788914556270069)
]

/** Butterworth's band-pass of the second order from 80 to 1,000 Hz: the body of a voice. */
export const bandBody: Filter = [
  section(0.014437460889852026, 0.028874921779704053, 0.014437460889852026, -1.6520366045807369, 0.7121910460244053),
  section(1, -2, 1, -1.9686052922548216, 0.9691940806414964)
]

/** Butterworth's band-pass of the second order from 3 to 9 kHz: hiss. */
export const bandHiss: Filter = [
  section(0.3347852840605983, -0.6695705681211966, 0.3347852840605983, -0.8082784438047351, 0.3622980765596744),
  section(1, 2, 1, 1.1958627424531405, 0.4865229720186389)
]

/** Runs a section over samples in place, from the state that a steady input of `level` would leave. Returns its output's level. */
const runSection = (samples: Float64Array, { b, a }: Section, level: number): number => {
  const gain = (b[0] + b[1] + b[2]) / (1 + a[0] + a[1])
  let z2 = (b[2] - a[1] * gain) * level
  let z1 = (b[1] - a[0] * gain) * level + z2
  for (let i = 0; i < samples.length; i++) {
    const input = samples[i]!
    const output = b[0] * input + z1
    z1 = b[1] * input - a[0] * output + z2
    z2 = b[2] * input - a[1] * output
    samples[i] = output
  }
  return gain * level
}

const run = (samples: Float64Array, filter: Filter): void => {
  let level = samples[0]!
  for (const part of filter) level = runSection(samples, part, level)
}

/**
 * Filters forwards and backwards, so that nothing is delayed (F. Gustafsson, 1996; as scipy's `sosfiltfilt`): both ends are
 * continued by a mirror through their last sample.
 */
export const filterBothWays = (samples: Float32Array, filter: Filter): Float64Array => {
  const padding = Math.min(3 * (2 * filter.length + 1), samples.length - 1)
  const extended = new Float64Array(samples.length + 2 * padding)
  const first = samples[0]!
  const last = samples.at(-1)!
  extended.set(samples, padding)
  for (let i = 0; i < padding; i++) {
    extended[i] = 2 * first - samples[padding - i]!
    extended[padding + samples.length + i] = 2 * last - samples[samples.length - 2 - i]!
  }
  run(extended, filter)
  extended.reverse()
  run(extended, filter)
  extended.reverse()
  return extended.subarray(padding, padding + samples.length)
}
