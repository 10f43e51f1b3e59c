import { execFile } from "node:child_process"
import { join } from "node:path"
import { root } from "./workspace.ts"

/** How a program ended and what it wrote. */
export interface Ran {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs a program to its end. A program that fails is an answer too: its code is not 0. */
export const run = (file: string, args: ReadonlyArray<string>, cwd: string): Promise<Ran> =>
  new Promise((resolve) => {
    execFile(file, [...args], { cwd, encoding: "utf8", maxBuffer: 1 << 28 }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : typeof error.code === "number" ? error.code : 1, stdout, stderr })
    )
  })

/**
 * Runs a program that has to succeed, and gives what it wrote to standard output.
 *
 * @throws Error with what it wrote, if it fails.
 */
export const runWell = async (file: string, args: ReadonlyArray<string>, cwd: string): Promise<string> => {
  const { code, stdout, stderr } = await run(file, args, cwd)
  if (code === 0) return stdout
  throw new Error(`'${file} ${args.join(" ")}' ended with code ${code}:\n${stdout}${stderr}`)
}

const pnpmEntry = join(root, "tooling", "toolchain", "node_modules", "pnpm", "bin", "pnpm.mjs")

/** Runs the pinned pnpm. */
export const pnpm = (args: ReadonlyArray<string>, cwd: string): Promise<string> =>
  runWell(process.execPath, [pnpmEntry, ...args], cwd)
