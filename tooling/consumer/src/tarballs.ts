import { createHash } from "node:crypto"
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { pnpm, runWell } from "./run.ts"
import type { Manifest, WorkspacePackage } from "./workspace.ts"

/** A package as it would be published. */
export interface Tarball {
  readonly name: string
  /** File name inside the folder it was packed into. */
  readonly file: string
  /** Subresource integrity, as lock files have it. */
  readonly integrity: string
  /** The files inside, with `/`, sorted. */
  readonly files: ReadonlyArray<string>
  /** The `package.json` inside, with `publishConfig` applied and real versions. */
  readonly manifest: Manifest
}

/** Packs a package into a folder with `pnpm pack`, which is what publishing does too. */
export const pack = async ({ folder, name }: WorkspacePackage, into: string): Promise<Tarball> => {
  const { filename } = JSON.parse(await pnpm(["pack", "--json", "--out", join(into, "%s.tgz")], folder)) as {
    filename: string
  }
  const bytes = await readFile(filename)
  const list = await runWell("tar", ["-tzf", filename], into)
  const manifest = JSON.parse(await runWell("tar", ["-xzOf", filename, "package/package.json"], into)) as Manifest
  return {
    name,
    file: filename.slice(into.length + 1),
    integrity: `sha512-${createHash("sha512").update(bytes).digest("base64")}`,
    files: list
      .trim()
      .split(/\r?\n/)
      .map((path) => path.replace(/^package\//, ""))
      .sort(),
    manifest
  }
}
