import { type AudioSink, openPlayer, openWavFile, type OutputError, pcmSink } from "@parlando/node"
import { Voice } from "@parlando/models"
import type { Notice } from "@parlando/pipeline"
import { type SpeechOptions, speechLayer } from "@parlando/speak"
import { synthesis } from "@parlando/synthesis"
import { Effect, Layer, Stream } from "effect"
import type { Command } from "./commandLine.ts"
import { openProgress } from "./progress.ts"
import { openReport } from "./Report.ts"
import { utf8Text } from "./standardInput.ts"

type Say = Extract<Command, { readonly kind: "say" }>

const now = () => performance.now()

/** Standard output. When its reader leaves, the speech goes on for the other places, if there are any. */
const standardOutput = (alone: boolean): AudioSink => {
  const sink = pcmSink(process.stdout, "standard output")
  let open = true
  return {
    write: (chunk) =>
      open
        ? Effect.catchIf(
            sink.write(chunk),
            ({ code }) => code === "EPIPE" && !alone,
            () => Effect.sync(() => void (open = false))
          )
        : Effect.void,
    finish: sink.finish
  }
}

/** Speaks as the command says, into all the places it names. */
export const say = Effect.fnUntraced(function* (command: Say) {
  // Places are opened before the models, so that a place that cannot be written to is told at once.
  const report = command.json === undefined ? undefined : yield* openReport(command.json)
  const file = command.out === undefined ? undefined : yield* openWavFile(command.out)
  const progress = openProgress(process.stderr, !command.quiet)

  const loading = now()
  // One utterance at a time needs one worker, and one loads faster than several.
  const settings: SpeechOptions = { workers: 1, ...(command.voice === undefined ? {} : { voice: command.voice }) }
  const speech = yield* Layer.build(speechLayer(settings))
  const modelLoadMs = now() - loading

  yield* Effect.gen(function* () {
    const { manifest } = yield* Voice
    const sinks: Array<AudioSink> = []
    if (file !== undefined) sinks.push(file)
    if (command.raw) sinks.push(standardOutput(sinks.length === 0 && !command.play && report === undefined))
    if (command.play) sinks.push(yield* openPlayer(manifest.sampleRate))

    let started: number | undefined
    let timeToFirstAudioMs = 0
    let samples = 0
    const notices: Array<Notice> = []
    const fragments = command.text === "-" ? utf8Text(process.stdin) : Stream.make(command.text)
    yield* fragments.pipe(
      Stream.tap((fragment) => {
        started ??= now()
        return report === undefined ? Effect.void : report.text(fragment)
      }),
      synthesis({ rate: command.rate, chunkSize: command.chunkSize, onNotice: (notice) => notices.push(notice) }),
      Stream.runForEach((chunk) =>
        Effect.gen(function* () {
          const atMs = now() - started!
          if (samples === 0) progress.firstAudio((timeToFirstAudioMs = atMs))
          samples += chunk.samples.length
          for (const sink of sinks) yield* sink.write(chunk)
          if (report !== undefined) {
            yield* report.chunk(chunk, atMs)
            yield* Effect.forEach(notices, report.notice, { discard: true })
          }
          notices.length = 0
          progress.chunk(chunk, now() - started!)
        })
      )
    )
    const totalMs = now() - started!
    yield* Effect.forEach(sinks, (sink): Effect.Effect<void, OutputError> => sink.finish)
    const { sampleRate, name: voice } = manifest
    if (report !== undefined)
      yield* report.finish({ voice, sampleRate, samples, modelLoadMs, timeToFirstAudioMs, totalMs })
    progress.done(command.out)
  }).pipe(Effect.provide(speech))
}, Effect.scoped)
