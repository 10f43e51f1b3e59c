import type { AudioChunk } from "@parlando/audio"
import type { Stage } from "@parlando/pipeline"
import { Effect, Stream } from "effect"
import { UnspeakableError } from "./SynthesisError.ts"

/** Fails if a stream ends without a chunk: there was nothing to speak. */
export const speakable: Stage<AudioChunk, AudioChunk, UnspeakableError> = (input) =>
  Stream.suspend(() => {
    let spoken = false
    return Stream.concat(
      Stream.tap(input, () => Effect.sync(() => (spoken = true))),
      Stream.suspend(() =>
        spoken
          ? Stream.empty
          : Stream.fail(
              new UnspeakableError({
                message: "There is nothing to speak in the text; give a text with at least one word or number."
              })
            )
      )
    )
  })
