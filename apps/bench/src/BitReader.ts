/** Reads bits, the most significant first. Reading past the end gives zeros; see `overrun`. */
export class BitReader {
  readonly #bytes: Uint8Array
  /** In bits from the start. */
  #at: number

  constructor(bytes: Uint8Array, byte = 0) {
    this.#bytes = bytes
    this.#at = byte * 8
  }

  /** Whether more was read than there is. */
  get overrun(): boolean {
    return this.#at > this.#bytes.length * 8
  }

  /** The byte that the next bit is in. */
  get byte(): number {
    return this.#at >> 3
  }

  align(): void {
    this.#at = (this.#at + 7) & ~7
  }

  /** An unsigned number of up to 32 bits. */
  unsigned(bits: number): number {
    let value = 0
    for (let left = bits; left > 0;) {
      const offset = this.#at & 7
      const taken = Math.min(left, 8 - offset)
      const byte = this.#bytes[this.#at >> 3] ?? 0
      value = value * 2 ** taken + ((byte >> (8 - offset - taken)) & ((1 << taken) - 1))
      this.#at += taken
      left -= taken
    }
    return value
  }

  /** A number in two's complement of up to 32 bits. */
  signed(bits: number): number {
    const value = this.unsigned(bits)
    return bits > 0 && value >= 2 ** (bits - 1) ? value - 2 ** bits : value
  }

  /** How many zeros come before the next one, which is read too. */
  unary(): number {
    let zeros = 0
    while (!this.overrun) {
      const offset = this.#at & 7
      const rest = ((this.#bytes[this.#at >> 3] ?? 0) << offset) & 0xff
      if (rest !== 0) {
        const leading = Math.clz32(rest) - 24
        this.#at += leading + 1
        return zeros + leading
      }
      this.#at += 8 - offset
      zeros += 8 - offset
    }
    return zeros
  }
}
