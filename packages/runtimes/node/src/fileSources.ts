import { existsSync } from "node:fs"
import { readFile } from "node:fs/promises"
import { createRequire } from "node:module"
import { dirname, isAbsolute, join, normalize } from "node:path"
import { FileError, type FileSource } from "@parlando/models"
import { Effect } from "effect"

const reason = (cause: unknown) =>
  (cause as NodeJS.ErrnoException).code === "ENOENT" ? "is not there" : "cannot be read"

/** The files of a model folder on disk. A name that leads out of the folder is refused. */
export const folderSource = (folder: string, name: string = folder): FileSource => ({
  name,
  read: (file) => {
    const inside = normalize(file)
    if (isAbsolute(inside) || inside.startsWith("..")) {
      return Effect.fail(
        new FileError({
          file,
          retryable: false,
          message: `'${file}' leads out of '${name}'; use a folder whose manifest names its own files.`
        })
      )
    }
    return Effect.tryPromise({
      try: () => readFile(join(folder, inside)) as Promise<Uint8Array>,
      catch: (cause) =>
        new FileError({
          file,
          retryable: false,
          message: `'${file}' of '${name}' ${reason(cause)}; give a complete folder, or install it again.`
        })
    })
  }
})

const manifestPath = (packageName: string, manifest: string, from: string): string | undefined => {
  try {
    return createRequire(from).resolve(`${packageName}/${manifest}`)
  } catch {
    return undefined
  }
}

/** Whether a model folder is installed as an npm package that the module `from` (an `import.meta.url`) can see. */
export const isPackageInstalled = (packageName: string, manifest: string, from: string): boolean =>
  manifestPath(packageName, manifest, from) !== undefined

/**
 * The files of a model folder that is an installed npm package.
 *
 * @param packageName such as `@parlando/voice-en-us-lj`
 * @param manifest a file of the package that is exported, by which it is found: `voice.json` or `text.json`
 * @param from the module from which the package is looked for: an `import.meta.url`
 */
export const packageSource = (packageName: string, manifest: string, from: string): FileSource => {
  const path = manifestPath(packageName, manifest, from)
  if (path !== undefined) return folderSource(dirname(path), packageName)
  const missing = new FileError({
    file: manifest,
    retryable: false,
    message: `The package '${packageName}' is not installed; run 'npm install ${packageName}'.`
  })
  return { name: packageName, read: () => Effect.fail(missing) }
}

/** Whether a path is a folder with the given manifest, such as `voice.json`. */
export const isModelFolder = (folder: string, manifest: string): boolean => existsSync(join(folder, manifest))
