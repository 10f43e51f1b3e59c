/** Shows how far a bench is: one line on a terminal that is drawn over and over, nothing elsewhere. */
export interface Progress {
  readonly say: (line: string) => void
  /** Takes the line away. */
  readonly clear: () => void
}

/** Redraws at most this often, so that drawing does not disturb what is measured. */
const redrawMs = 200

export const openProgress = (terminal: NodeJS.WriteStream): Progress => {
  if (!terminal.isTTY) return { say: () => {}, clear: () => {} }
  let drawn = Number.NEGATIVE_INFINITY
  return {
    say: (line) => {
      const now = performance.now()
      if (now - drawn < redrawMs) return
      drawn = now
      terminal.write(`\r\x1b[K${line.slice(0, Math.max(20, terminal.columns - 1))}`)
    },
    clear: () => {
      drawn = Number.NEGATIVE_INFINITY
      terminal.write("\r\x1b[K")
    }
  }
}
