import type { AudioChunk } from "@parlando/audio"

/** Shows how far the speech is; on a terminal one line that is drawn over and over. */
export interface Progress {
  readonly firstAudio: (ms: number) => void
  readonly chunk: (chunk: AudioChunk, elapsedMs: number) => void
  readonly done: (place: string | undefined) => void
}

const quiet: Progress = { firstAudio: () => {}, chunk: () => {}, done: () => {} }

/** Redraws at most this often, so that drawing costs nothing that one could hear. */
const redrawMs = 100

/** A progress line on a terminal; elsewhere, or if `wanted` is false, silence. */
export const openProgress = (terminal: NodeJS.WriteStream, wanted: boolean): Progress => {
  if (!wanted || !terminal.isTTY) return quiet
  let words = 0
  let seconds = 0
  let elapsed = 0
  let first = 0
  let drawn = Number.NEGATIVE_INFINITY
  const line = () => {
    const factor = seconds > 0.5 ? (elapsed / 1000 / seconds).toFixed(3) : "-"
    return `${words} ${words === 1 ? "word" : "words"} · ${seconds.toFixed(1)} s of audio · real-time factor ${factor} · first audio after ${first.toFixed(0)} ms`
  }
  return {
    firstAudio: (ms) => {
      first = ms
    },
    chunk: (chunk, elapsedMs) => {
      words += chunk.words.length
      seconds += chunk.samples.length / chunk.sampleRate
      elapsed = elapsedMs
      if (elapsedMs - drawn < redrawMs) return
      drawn = elapsedMs
      terminal.write(`\r\x1b[K${line()}`)
    },
    done: (place) => {
      terminal.write(`\r\x1b[K${line()}${place === undefined ? "" : ` · ${place}`}\n`)
    }
  }
}
