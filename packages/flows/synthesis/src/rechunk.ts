import { type AudioChunk, type ChunkLadder, Rechunker } from "@parlando/audio"
import type { Stage } from "@parlando/pipeline"
import { Stream } from "effect"

/**
 * Cuts audio into chunks of wanted sizes: the same samples, the words with the chunk in which their sound starts, the tail
 * flushed.
 *
 * @example
 * ```ts
 * import { fixedLadder } from "@parlando/audio"
 * import { rechunk } from "@parlando/synthesis"
 *
 * const packets = rechunk(fixedLadder(441)) // 20 ms at 22,050 Hz
 * ```
 */
export const rechunk =
  (ladder: ChunkLadder): Stage<AudioChunk, AudioChunk> =>
  (input) =>
    Stream.suspend(() => {
      const rechunker = new Rechunker(ladder)
      return Stream.map(input, (chunk) => rechunker.push(chunk)).pipe(
        Stream.concat(Stream.sync(() => rechunker.flush())),
        Stream.flattenIterable
      )
    })
