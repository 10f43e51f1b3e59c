/** When a phoneme sounds: samples from the start of the utterance, end exclusive. */
export interface PhonemeSpan {
  /** ARPABET symbol without its stress digit. */
  readonly symbol: string
  /** 0 for consonants, 1 unstressed, 2 primary, 3 secondary. */
  readonly stress: 0 | 1 | 2 | 3
  readonly startSample: number
  readonly endSample: number
}

/**
 * When a word of the source text sounds: samples from the start of the utterance, end exclusive. Text positions are UTF-16
 * code units from the start of the utterance's text, so that `source.slice(textStart, textEnd) === text`.
 */
export interface WordSpan {
  readonly text: string
  readonly textStart: number
  readonly textEnd: number
  readonly startSample: number
  readonly endSample: number
  readonly phonemes: ReadonlyArray<PhonemeSpan>
}

/**
 * A run of mono audio: float32 samples in [-1, 1].
 *
 * The chunks of an utterance are contiguous: `start` of one is `start + samples.length` of the one before, the first starts
 * at 0, and no chunk is empty.
 */
export interface AudioChunk {
  /** Count of chunks before this one in the utterance. */
  readonly index: number
  /** Samples from the start of the utterance. */
  readonly start: number
  /** Usually a view of a larger buffer that other chunks share: read it, or copy it with `slice` before it is changed or moved. */
  readonly samples: Float32Array
  /** In Hz. */
  readonly sampleRate: number
  /** The words whose sound starts in this chunk, in order. */
  readonly words: ReadonlyArray<WordSpan>
}
