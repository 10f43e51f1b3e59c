import { type Inference, inferenceLayer } from "@parlando/inference"
import { Voice, type VoiceError } from "@parlando/models"
import { Layer } from "effect"
import { fakeOnnx } from "./fakeOnnx.ts"
import { fakeVoiceModels, fakeVoiceSource } from "./fakeVoice.ts"
import { type FakeWorkers, fakeWorkers } from "./fakeWorkers.ts"

/** The fake voice, opened on workers of the test's own thread. */
export const fakeVoiceLayer = (
  workers: FakeWorkers = fakeWorkers(fakeOnnx(fakeVoiceModels))
): Layer.Layer<Voice | Inference, VoiceError> =>
  Voice.layer(fakeVoiceSource()).pipe(
    Layer.provideMerge(inferenceLayer({ workers: 1, maxSessions: 64, stepDeadline: "5 seconds", spawn: workers.spawn }))
  )
