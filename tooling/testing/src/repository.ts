import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"

const root = join(import.meta.dirname, "..", "..", "..")

/** A path inside the repository. */
export const repositoryPath = (...parts: ReadonlyArray<string>): string => join(root, ...parts)

/** The pronunciation data of American English, as the text frontend takes it. */
export const englishData = (): { readonly language: string; readonly files: Readonly<Record<string, Uint8Array>> } => {
  const folder = repositoryPath("models", "text-en-us")
  const manifest = JSON.parse(readFileSync(join(folder, "text.json"), "utf8")) as {
    language: string
    files: Record<string, unknown>
  }
  const files = Object.keys(manifest.files).map(
    (name) => [name, new Uint8Array(readFileSync(join(folder, name)))] as const
  )
  return { language: manifest.language, files: Object.fromEntries(files) }
}

/**
 * A folder of data that is not part of the repository: below `$PARLANDO_SHARED`, or `shared` beside the repository.
 * `undefined`, with a line that says so, where it is not there.
 */
export const sharedFolder = (...parts: ReadonlyArray<string>): string | undefined => {
  const folder = join(process.env["PARLANDO_SHARED"] ?? join(root, "..", "shared"), ...parts)
  if (existsSync(folder)) return folder
  console.warn(
    `skipped: ${parts.join("/")} is not beside the repository; set PARLANDO_SHARED to the folder that has it`
  )
  return undefined
}
