/** Bits in a row, the most significant first. */
class BitWriter {
  readonly bytes: Array<number> = []
  #used = 0

  unsigned(value: number, bits: number): this {
    for (let bit = bits - 1; bit >= 0; bit--) {
      if (this.#used % 8 === 0) this.bytes.push(0)
      const one = Math.floor(value / 2 ** bit) % 2
      this.bytes[this.bytes.length - 1]! |= one << (7 - (this.#used % 8))
      this.#used++
    }
    return this
  }

  signed(value: number, bits: number): this {
    return this.unsigned(value < 0 ? value + 2 ** bits : value, bits)
  }

  rice(value: number, parameter: number): this {
    const folded = value < 0 ? -2 * value - 1 : 2 * value
    for (let i = Math.floor(folded / 2 ** parameter); i > 0; i--) this.unsigned(0, 1)
    return this.unsigned(1, 1).unsigned(folded % 2 ** parameter, parameter)
  }
}

const crc = (bytes: ReadonlyArray<number>, bits: number, polynomial: number): number => {
  let value = 0
  for (const byte of bytes) {
    value ^= byte << (bits - 8)
    for (let i = 0; i < 8; i++)
      value = (value & (1 << (bits - 1)) ? (value << 1) ^ polynomial : value << 1) & (2 ** bits - 1)
  }
  return value
}

/** How a block of one channel is coded. */
export type Coding =
  | { readonly kind: "constant" }
  | { readonly kind: "verbatim" }
  | { readonly kind: "fixed"; readonly order: number; readonly parameter: number; readonly wasted: number }
  | { readonly kind: "raw-residual"; readonly order: number }
  | { readonly kind: "linear"; readonly coefficients: ReadonlyArray<number>; readonly shift: number }

const fixed = [[], [1], [2, -1], [3, -3, 1], [4, -6, 4, -1]]

const residuals = (samples: ReadonlyArray<number>, coefficients: ReadonlyArray<number>, shift: number) =>
  samples.slice(coefficients.length).map((sample, i) => {
    const before = coefficients.map((factor, k) => factor * samples[i + coefficients.length - 1 - k]!)
    return sample - Math.floor(before.reduce((a, b) => a + b, 0) / 2 ** shift)
  })

const writeSubframe = (writer: BitWriter, samples: ReadonlyArray<number>, bits: number, coding: Coding): void => {
  switch (coding.kind) {
    case "constant":
      writer.unsigned(0, 8).signed(samples[0]!, bits)
      return
    case "verbatim":
      writer.unsigned(1 << 1, 8)
      for (const sample of samples) writer.signed(sample, bits)
      return
    case "fixed": {
      const { order, parameter, wasted } = coding
      writer
        .unsigned(0, 1)
        .unsigned(8 + order, 6)
        .unsigned(wasted > 0 ? 1 : 0, 1)
      if (wasted > 0) writer.unsigned(1, wasted)
      const kept = samples.map((sample) => sample / 2 ** wasted)
      for (const sample of kept.slice(0, order)) writer.signed(sample, bits - wasted)
      writer.unsigned(0, 2).unsigned(0, 4).unsigned(parameter, 4)
      for (const residual of residuals(kept, fixed[order]!, 0)) writer.rice(residual, parameter)
      return
    }
    case "raw-residual": {
      writer
        .unsigned(0, 1)
        .unsigned(8 + coding.order, 6)
        .unsigned(0, 1)
      for (const sample of samples.slice(0, coding.order)) writer.signed(sample, bits)
      writer.unsigned(1, 2).unsigned(0, 4).unsigned(31, 5).unsigned(24, 5)
      for (const residual of residuals(samples, fixed[coding.order]!, 0)) writer.signed(residual, 24)
      return
    }
    case "linear": {
      const { coefficients, shift } = coding
      writer
        .unsigned(0, 1)
        .unsigned(31 + coefficients.length, 6)
        .unsigned(0, 1)
      for (const sample of samples.slice(0, coefficients.length)) writer.signed(sample, bits)
      writer.unsigned(11, 4).signed(shift, 5)
      for (const coefficient of coefficients) writer.signed(coefficient, 12)
      writer.unsigned(0, 2).unsigned(0, 4).unsigned(6, 4)
      for (const residual of residuals(samples, coefficients, shift)) writer.rice(residual, 6)
    }
  }
}

/** How left and right are coded: on their own, or as sums and differences. */
export type Stereo = "independent" | "left-side" | "side-right" | "mid-side"

const assignments: Readonly<Record<Stereo, number>> = {
  independent: 1,
  "left-side": 8,
  "side-right": 9,
  "mid-side": 10
}

/** A FLAC stream of 16 bits a sample with one block, to test the decoder with. */
export const writeFlac = (
  channels: ReadonlyArray<ReadonlyArray<number>>,
  coding: Coding,
  stereo: Stereo = "independent"
): Uint8Array => {
  const length = channels[0]!.length
  const info = new BitWriter()
  info.unsigned(16, 16).unsigned(length, 16).unsigned(0, 48)
  info
    .unsigned(22_050, 20)
    .unsigned(channels.length - 1, 3)
    .unsigned(15, 5)
    .unsigned(0, 4)
    .unsigned(length, 32)
  for (let i = 0; i < 16; i++) info.unsigned(0, 8)
  const frame = new BitWriter()
  const assignment = channels.length === 1 ? 0 : assignments[stereo]
  frame.unsigned(0x7ffc, 15).unsigned(0, 1).unsigned(7, 4).unsigned(0, 4)
  frame
    .unsigned(assignment, 4)
    .unsigned(4, 3)
    .unsigned(0, 1)
    .unsigned(0, 8)
    .unsigned(length - 1, 16)
  frame.unsigned(crc(frame.bytes, 8, 0x07), 8)
  const [left = [], right = []] = channels
  const side = left.map((sample, i) => sample - (right[i] ?? 0))
  const mid = left.map((sample, i) => Math.floor((sample + (right[i] ?? 0)) / 2))
  const coded: ReadonlyArray<readonly [ReadonlyArray<number>, number]> =
    channels.length === 1
      ? [[left, 16]]
      : stereo === "independent"
        ? [
            [left, 16],
            [right, 16]
          ]
        : stereo === "left-side"
          ? [
              [left, 16],
              [side, 17]
            ]
          : stereo === "side-right"
            ? [
                [side, 17],
                [right, 16]
              ]
            : [
                [mid, 16],
                [side, 17]
              ]
  for (const [samples, bits] of coded) writeSubframe(frame, samples, bits, coding)
  const checksum = crc(frame.bytes, 16, 0x8005)
  const marker = [..."fLaC"].map((letter) => letter.charCodeAt(0))
  return Uint8Array.of(
    ...marker,
    0x80,
    0,
    0,
    info.bytes.length,
    ...info.bytes,
    ...frame.bytes,
    checksum >> 8,
    checksum & 255
  )
}
