#!/usr/bin/env node
import { readFileSync } from "node:fs"
import { defaultVoice, hasVoice, installedVoices } from "@parlando/speak"
import { OutputError } from "@parlando/node"
import { isParlandoError } from "@parlando/pipeline"
import { Cause, Effect, Exit, Fiber } from "effect"
import { help, parseCommandLine, UsageError } from "./commandLine.ts"
import { say } from "./say.ts"

const exitCodes = { success: 0, failure: 1, usage: 2, interrupted: 130 } as const

/** One sentence on standard error, and the code to end with. */
const complain = (message: string, code: number): number => {
  process.stderr.write(`say: ${message}\n`)
  return code
}

/** The reader of our standard output has gone: not a failure of ours, nor of interest to anybody. */
const isBrokenPipe = (error: unknown) =>
  error instanceof OutputError && error.code === "EPIPE" && error.path === "standard output"

const codeOf = (exit: Exit.Exit<void, unknown>): number => {
  if (Exit.isSuccess(exit)) return exitCodes.success
  if (Cause.hasInterruptsOnly(exit.cause)) return exitCodes.interrupted
  const error = Cause.squash(exit.cause)
  if (isBrokenPipe(error)) return exitCodes.success
  if (isParlandoError(error)) return complain(error.message, exitCodes.failure)
  return complain(
    `It failed unexpectedly: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    exitCodes.failure
  )
}

const version = () =>
  (JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as { version: string }).version

const listVoices = () => {
  for (const name of installedVoices()) process.stdout.write(`${name}${name === defaultVoice ? " (default)" : ""}\n`)
}

/** @throws UsageError if the voice is not one that is there. */
const checkVoice = (voice: string | undefined) => {
  if (voice === undefined || hasVoice(voice)) return
  throw new UsageError({
    message: `There is no voice '${voice}'; give one of ${installedVoices().join(", ")}, or a folder with a voice.json.`
  })
}

const main = async (): Promise<number> => {
  let command
  try {
    command = parseCommandLine(process.argv.slice(2))
    if (command.kind === "say") checkVoice(command.voice)
  } catch (error) {
    if (error instanceof UsageError) return complain(error.message, exitCodes.usage)
    throw error
  }
  switch (command.kind) {
    case "help":
      process.stdout.write(help)
      return exitCodes.success
    case "version":
      process.stdout.write(`${version()}\n`)
      return exitCodes.success
    case "list-voices":
      listVoices()
      return exitCodes.success
    case "say": {
      const fiber = Effect.runFork(say(command))
      const stop = () => void Effect.runFork(Fiber.interrupt(fiber))
      process.once("SIGINT", stop)
      process.once("SIGTERM", stop)
      return codeOf(await Effect.runPromise(Fiber.await(fiber)))
    }
  }
}

process.stdout.on("error", () => {})
// Standard input may still be open, and would keep the process alive.
process.exit(await main())
