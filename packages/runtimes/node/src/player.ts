import { spawn } from "node:child_process"
import { accessSync, constants } from "node:fs"
import { delimiter, join } from "node:path"
import { Effect, Schema, type Scope } from "effect"
import { type AudioSink, pcmSink } from "./AudioSink.ts"
import { OutputError } from "./OutputError.ts"

/** There is no program on this machine that plays audio, or it failed. */
export class PlayerError extends Schema.TaggedError<PlayerError>()("PlayerError", { message: Schema.String }) {
  readonly retryable = false
}

/** Programs that play raw PCM from their standard input, the most direct first. */
const players: ReadonlyArray<readonly [name: string, args: (sampleRate: number) => ReadonlyArray<string>]> = [
  ["aplay", (rate) => ["-q", "-t", "raw", "-f", "S16_LE", "-c", "1", "-r", `${rate}`]],
  ["pacat", (rate) => ["--raw", "--format=s16le", "--channels=1", `--rate=${rate}`]],
  ["play", (rate) => ["-q", "-t", "raw", "-e", "signed", "-b", "16", "-c", "1", "-r", `${rate}`, "-"]],
  ["ffplay", (rate) => ["-loglevel", "error", "-nodisp", "-autoexit", "-f", "s16le", "-ar", `${rate}`, "-i", "-"]]
]

const isOnPath = (program: string) =>
  (process.env["PATH"] ?? "").split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK)
      return true
    } catch {
      return false
    }
  })

/** Plays an utterance aloud through the first player program that this machine has. */
export const openPlayer = Effect.fnUntraced(function* (
  sampleRate: number
): Effect.fn.Return<AudioSink, PlayerError, Scope.Scope> {
  const player = players.find(([name]) => isOnPath(name))
  if (player === undefined) {
    return yield* new PlayerError({
      message: `No program to play audio with was found; install one of ${players.map(([name]) => name).join(", ")}, or use --out.`
    })
  }
  const [name, args] = player
  const child = yield* Effect.acquireRelease(
    Effect.sync(() => spawn(name, args(sampleRate), { stdio: ["pipe", "ignore", "ignore"] })),
    (child) => Effect.sync(() => child.kill())
  )
  const ended = new Promise<number>((resolve) => {
    child.once("error", () => resolve(1))
    child.once("exit", (code) => resolve(code ?? 1))
  })
  const sink = pcmSink(child.stdin, name)
  const gone = new OutputError({
    path: name,
    code: "",
    message: `The player '${name}' ended before the speech did; check the sound device, or use --out.`
  })
  return {
    write: (chunk) => Effect.mapError(sink.write(chunk), () => gone),
    finish: Effect.suspend(() => {
      child.stdin.end()
      return Effect.flatMap(
        Effect.promise(() => ended),
        (code) => (code === 0 ? Effect.void : Effect.fail(gone))
      )
    })
  }
})
