import { existsSync, readdirSync } from "node:fs"
import { createRequire } from "node:module"
import { join, resolve } from "node:path"
import type { FileSource } from "@parlando/models"
import { folderSource, isModelFolder, isPackageInstalled, packageSource } from "@parlando/node"

const packagePrefix = "@parlando/voice-"

/** The voice that is spoken with if none is asked for. */
export const defaultVoice = "en-us-lj"

const packageOf = (voice: string) => (voice.includes("/") ? voice : packagePrefix + voice)
const isFolder = (voice: string) => existsSync(voice) || /^[./~]|[\\]|^[A-Za-z]:/.test(voice)

/**
 * Where a voice is: a name (`en-us-lj` is the package `@parlando/voice-en-us-lj`), the name of any package, or a folder with
 * a `voice.json`.
 */
export const voiceSource = (voice: string = defaultVoice): FileSource =>
  isFolder(voice) ? folderSource(resolve(voice), voice) : packageSource(packageOf(voice), "voice.json", import.meta.url)

/** Whether there is such a voice: a folder, complete or not, or an installed package. */
export const hasVoice = (voice: string): boolean =>
  isFolder(voice) ? existsSync(voice) : isPackageInstalled(packageOf(voice), "voice.json", import.meta.url)

/** The names of the voices that are installed beside this package. */
export const installedVoices = (): ReadonlyArray<string> => {
  const roots = createRequire(import.meta.url).resolve.paths("@parlando/x") ?? []
  const names = roots.flatMap((root) => {
    const scope = join(root, "@parlando")
    try {
      return readdirSync(scope).filter(
        (name) => name.startsWith("voice-") && isModelFolder(join(scope, name), "voice.json")
      )
    } catch {
      return []
    }
  })
  return [...new Set(names)].map((name) => name.slice("voice-".length)).sort()
}
