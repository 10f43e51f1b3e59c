import { existsSync } from "node:fs"
import { join } from "node:path"

const root = join(import.meta.dirname, "..", "..", "..")

/** A path inside the repository. */
export const repositoryPath = (...parts: ReadonlyArray<string>): string => join(root, ...parts)

/**
 * Data that is not part of the repository: below `$PARLANDO_SHARED`, or in `shared` beside the repository; `undefined` if
 * it is not there.
 */
export const sharedPath = (...parts: ReadonlyArray<string>): string | undefined => {
  const path = join(process.env["PARLANDO_SHARED"] ?? join(root, "..", "shared"), ...parts)
  return existsSync(path) ? path : undefined
}
