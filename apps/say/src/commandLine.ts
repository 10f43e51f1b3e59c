import { resolve } from "node:path"
import { parseArgs } from "node:util"
import { Schema } from "effect"

/** The command line is not one that `say` understands. */
export class UsageError extends Schema.TaggedError<UsageError>()("UsageError", { message: Schema.String }) {
  readonly retryable = false
}

/** What the user asked for. */
export type Command =
  | { readonly kind: "help" }
  | { readonly kind: "version" }
  | { readonly kind: "list-voices" }
  | {
      readonly kind: "say"
      /** `-` stands for standard input. */
      readonly text: string
      readonly out: string | undefined
      readonly raw: boolean
      readonly play: boolean
      readonly voice: string | undefined
      readonly rate: number
      readonly chunkSize: number
      readonly json: string | undefined
      readonly quiet: boolean
    }

/** What is spoken if no text is given. */
export const greeting = "Hello! This is Parlando, and I start to speak while you are still writing."

export const help = `Speaks text: into a file, into a pipe, or aloud.

  say [text | -] [options]

  text               what to speak; '-' reads UTF-8 from standard input and speaks while it arrives;
                     without a text it says hello
  --out FILE.wav     write a WAV file (the default: parlando.wav, unless --raw or --play is given)
  --raw              write 16-bit little-endian mono PCM to standard output as it is made:
                     say - --raw | aplay -t raw -r 22050 -f S16_LE -c 1
  --play             play it aloud, through aplay, pacat, play or ffplay
  --voice NAME|FOLDER  which voice speaks; see --list-voices
  --rate 0.5-2       how fast; 1 is the voice's own speed
  --chunk-size N     samples of a chunk of audio, 64 to 65536 (512)
  --json FILE        write a report: timings, chunks, and when each word sounds
  --quiet            no progress line
  --list-voices      name the voices that are installed
  --help, --version
`

const options = {
  out: { type: "string" },
  raw: { type: "boolean" },
  play: { type: "boolean" },
  voice: { type: "string" },
  rate: { type: "string" },
  "chunk-size": { type: "string" },
  json: { type: "string" },
  quiet: { type: "boolean" },
  "list-voices": { type: "boolean" },
  help: { type: "boolean", short: "h" },
  version: { type: "boolean" }
} as const

const inRange = (
  flag: string,
  given: string | undefined,
  fallback: number,
  least: number,
  most: number,
  whole: boolean
): number => {
  if (given === undefined) return fallback
  const value = given.trim() === "" ? Number.NaN : Number(given)
  if (value >= least && value <= most && (!whole || Number.isInteger(value))) return value
  throw new UsageError({
    message: `--${flag} is '${given}'; give a ${whole ? "whole " : ""}number from ${least} to ${most}.`
  })
}

/**
 * Reads a command line.
 *
 * @throws UsageError with one sentence that says what to do.
 */
export const parseCommandLine = (args: ReadonlyArray<string>): Command => {
  let parsed
  try {
    parsed = parseArgs({ args: [...args], options, allowPositionals: true })
  } catch (cause) {
    const { code, message } = cause as Error & { code?: string }
    const flag = /'([^']+)'/.exec(message)?.[1]?.split(/[\s,]/)[0] ?? "an option"
    throw new UsageError({
      message:
        code === "ERR_PARSE_ARGS_UNKNOWN_OPTION"
          ? `There is no option '${flag}'; run with --help to see them all.`
          : `'${flag}' is not used like this; run with --help to see how.`
    })
  }
  const { values, positionals } = parsed
  if (values.help) return { kind: "help" }
  if (values.version) return { kind: "version" }
  if (values["list-voices"]) return { kind: "list-voices" }
  if (positionals.length > 1) {
    throw new UsageError({
      message: `There are ${positionals.length} texts where one is wanted; put quotation marks around the text.`
    })
  }
  for (const flag of ["out", "json", "voice"] as const) {
    if (values[flag] === "")
      throw new UsageError({ message: `--${flag} is empty; give a ${flag === "voice" ? "name or a folder" : "file"}.` })
  }
  if (values.out !== undefined && values.json !== undefined && resolve(values.out) === resolve(values.json)) {
    throw new UsageError({ message: "--out and --json name the same file; give two." })
  }
  const raw = values.raw ?? false
  const play = values.play ?? false
  return {
    kind: "say",
    text: positionals[0] ?? greeting,
    out: values.out ?? (raw || play ? undefined : "parlando.wav"),
    raw,
    play,
    voice: values.voice,
    rate: inRange("rate", values.rate, 1, 0.5, 2, false),
    chunkSize: inRange("chunk-size", values["chunk-size"], 512, 64, 65_536, true),
    json: values.json,
    quiet: values.quiet ?? false
  }
}
