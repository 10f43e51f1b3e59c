import { createHash } from "node:crypto"
import { readFileSync, readdirSync, writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"

/** Where the data is written. */
export const modelFolder = fileURLToPath(new URL("../../../models/text-en-us/", import.meta.url))

export const writeModelFile = (name: string, bytes: Uint8Array): void => writeFileSync(modelFolder + name, bytes)

/** Writes the manifest of whatever binary files are in the folder. */
export const writeManifest = (): void => {
  const names = readdirSync(modelFolder)
    .filter((name) => name.endsWith(".bin"))
    .toSorted()
  const files = Object.fromEntries(
    names.map((name) => {
      const bytes = readFileSync(modelFolder + name)
      return [name, { bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") }]
    })
  )
  const manifest = {
    schemaVersion: 1,
    language: "en-US",
    files,
    credits: [
      "lexicon.bin, letter-to-sound.bin: from the CMU Pronouncing Dictionary, copyright 1993-2015 Carnegie Mellon University, BSD-2-Clause",
      "homographs.bin: trained on WikipediaHomographData, copyright Google LLC, Apache-2.0"
    ],
    licence: "MIT AND BSD-2-Clause"
  }
  writeFileSync(`${modelFolder}text.json`, `${JSON.stringify(manifest, null, 2)}\n`)
}
