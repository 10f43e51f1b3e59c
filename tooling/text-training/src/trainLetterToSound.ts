import { LetterToSoundModel } from "@parlando/text-frontend/formats"
import { align, type Graphone } from "./alignment.ts"
import { isHeldOut, readCmudict } from "./cmudict.ts"
import { scoreLetterToSound, soundsOf } from "./evaluateLetterToSound.ts"
import { writeManifest, writeModelFile } from "./modelFolder.ts"
import { kneserNey, prune } from "./ngram.ts"
import { packLetterToSound } from "./packLetterToSound.ts"

const order = 8
const pruningThreshold = 3e-7
/** Graphones that are seen less often are mistakes of the alignment or of the dictionary. */
const minGraphoneCount = 3

const entries = readCmudict().filter(({ word }) => /^[a-z']+$/.test(word))
const training = entries.filter(({ word }) => !isHeldOut(word))
const paths = align(
  training.flatMap(({ word, pronunciations }) => pronunciations.map((sounds) => ({ word, sounds }))),
  10
)

const keyOf = ({ letters, sounds }: Graphone) => `${letters}|${sounds.join(" ")}`
const counts = new Map<string, number>()
for (const path of paths)
  for (const graphone of path) counts.set(keyOf(graphone), (counts.get(keyOf(graphone)) ?? 0) + 1)
const graphones: Array<Graphone> = []
const ids = new Map<string, number>()
// Graphones of the same letters must follow one another.
for (const graphone of paths.flat().toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))) {
  const key = keyOf(graphone)
  if (ids.has(key) || (counts.get(key) ?? 0) < minGraphoneCount) continue
  ids.set(key, graphones.length)
  graphones.push(graphone)
}
const sequences = paths
  .map((path) => path.map((graphone) => ids.get(keyOf(graphone)) ?? -1))
  .filter((path) => !path.includes(-1))

const model = kneserNey(sequences, order, graphones.length, graphones.length + 1)
prune(model, pruningThreshold, order)
const bytes = packLetterToSound(graphones, model)
writeModelFile("letter-to-sound.bin", bytes)
writeManifest()

const packed = new LetterToSoundModel(bytes)
const scores = scoreLetterToSound(
  entries.filter(({ word }) => isHeldOut(word)),
  (word) => soundsOf(packed.pronounce(word))
)
console.log(`letter-to-sound.bin: ${graphones.length} graphones, ${bytes.length} bytes`)
console.log(scores)
