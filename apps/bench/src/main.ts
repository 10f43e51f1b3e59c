import { isParlandoError } from "@parlando/pipeline"
import { Cause, Effect, Exit, Fiber } from "effect"
import { UsageError } from "./BenchError.ts"
import { list, parseCommandLine } from "./commandLine.ts"

const exitCodes = { success: 0, failure: 1, usage: 2, interrupted: 130 } as const

/** One sentence on standard error, and the code to end with. */
const complain = (message: string, code: number): number => {
  process.stderr.write(`bench: ${message}\n`)
  return code
}

const codeOf = (exit: Exit.Exit<void, unknown>): number => {
  if (Exit.isSuccess(exit)) return exitCodes.success
  if (Cause.hasInterruptsOnly(exit.cause)) return exitCodes.interrupted
  const error = Cause.squash(exit.cause)
  if (isParlandoError(error)) return complain(error.message, exitCodes.failure)
  const told = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return complain(`It failed unexpectedly: ${told}`, exitCodes.failure)
}

const main = async (): Promise<number> => {
  let command
  try {
    command = parseCommandLine(process.argv.slice(2))
  } catch (error) {
    if (error instanceof UsageError) return complain(error.message, exitCodes.usage)
    throw error
  }
  if (command.kind === "list") {
    process.stdout.write(list())
    return exitCodes.success
  }
  const { runBench } = await import("./runBench.ts")
  const fiber = Effect.runFork(runBench(command))
  const stop = () => void Effect.runFork(Fiber.interrupt(fiber))
  process.once("SIGINT", stop)
  process.once("SIGTERM", stop)
  return codeOf(await Effect.runPromise(Fiber.await(fiber)))
}

process.stdout.on("error", () => {})
process.exit(await main())
