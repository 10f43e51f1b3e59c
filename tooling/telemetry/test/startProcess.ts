import { spawn } from "node:child_process"
import { once } from "node:events"
import { createInterface } from "node:readline"
import { Effect } from "effect"

/** A process of the test's own. */
export interface TestProcess {
  /** The first group of the first line that matches, once it has been said. */
  readonly said: (pattern: RegExp) => Effect.Effect<string>
  /** Ends it. All lines that it said. */
  readonly stop: Effect.Effect<ReadonlyArray<string>>
}

/** Runs a script with the Node of the test; it ends with the scope. */
export const startProcess = (script: string, args: ReadonlyArray<string> = []) =>
  Effect.acquireRelease(
    Effect.sync((): TestProcess => {
      const child = spawn(process.execPath, [script, ...args], { stdio: ["ignore", "pipe", "inherit"] })
      const lines: Array<string> = []
      const reader = createInterface({ input: child.stdout })
      reader.on("line", (line) => lines.push(line))
      const ended = once(reader, "close")

      const find = (pattern: RegExp) => lines.map((line) => pattern.exec(line)).find((match) => match !== null)?.[1]
      const said = async (pattern: RegExp): Promise<string> => {
        for (;;) {
          const found = find(pattern)
          if (found !== undefined) return found
          if (child.exitCode !== null) throw new Error(`${script} ended early:\n${lines.join("\n")}`)
          await Promise.race([once(reader, "line"), ended])
        }
      }
      return {
        said: (pattern) => Effect.promise(() => said(pattern)),
        stop: Effect.promise(async () => {
          child.kill()
          await ended
          return lines
        })
      }
    }),
    ({ stop }) => stop
  )
