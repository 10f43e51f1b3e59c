import {
  arpabetSymbols,
  homographFeatures,
  homographsMagic,
  HomographModel,
  homographTokens,
  phonemesOfIpa,
  weightSlot,
  weightSlots,
  weightStep
} from "@parlando/text-frontend/formats"
import { readCmudict } from "./cmudict.ts"
import { scoreHomographs } from "./evaluateHomographs.ts"
import { soundsOf } from "./evaluateLetterToSound.ts"
import {
  isHeldOutSentence,
  readHomographPronunciations,
  readHomographs,
  type HomographExample
} from "./homographData.ts"
import { templateExamples } from "./homographTemplates.ts"
import { writeManifest, writeModelFile } from "./modelFolder.ts"

const folder = process.argv[2]
if (folder === undefined)
  throw new Error("give the folder that holds homographs-train.tsv.gz and homographs-pronunciations.tsv")

const epochs = 14
const rate = 0.12
const decay = 2e-6
/** Rarer senses weigh more: a sense's weight is its share to this power. */
const balance = 0.35
/** What a sentence from a template weighs beside one from the data. */
const templateWeight = 0.2
/** Weights smaller than this are left out. */
const smallest = 3 / 24

const examples = readHomographs(`${folder}/homographs-train.tsv.gz`)
const ipa = readHomographPronunciations(`${folder}/homographs-pronunciations.tsv`)
const training = examples.filter(({ sentence }) => !isHeldOutSentence(sentence))
const heldOut = examples.filter(({ sentence }) => isHeldOutSentence(sentence))

const labelsOf = new Map<string, Array<string>>()
for (const label of ipa.keys()) {
  const word = examples.find((example) => example.label === label)?.word
  if (word !== undefined) labelsOf.set(word, [...(labelsOf.get(word) ?? []), label])
}
const kindOfLabel = (label: string) => (label.includes("_") ? label.slice(label.indexOf("_") + 1) : "-")
const kindOf = (word: string, label: string) =>
  [kindOfLabel(label), ...(labelsOf.get(word) ?? []).filter((other) => other !== label).map(kindOfLabel)].join("/")

interface Prepared {
  readonly word: string
  readonly label: string
  readonly senses: ReadonlyArray<{ readonly label: string; readonly slots: Int32Array }>
  readonly weight: number
}

const count = new Map<string, number>()
for (const { label } of training) count.set(label, (count.get(label) ?? 0) + 1)

const prepare = ({ word, label, sentence, start }: HomographExample): Prepared => {
  const tokens = homographTokens(sentence)
  const at = tokens.findIndex((token) => token.start + token.text.length > start)
  const features = homographFeatures(
    tokens.map((token) => token.text),
    at
  )
  const labels = labelsOf.get(word) ?? []
  const total = labels.reduce((sum, other) => sum + (count.get(other) ?? 0), 0)
  return {
    word,
    label,
    senses: labels.map((sense) => ({
      label: sense,
      slots: Int32Array.from([
        ...features.own.map((feature) => weightSlot(sense, feature)),
        ...features.shared.map((feature) => weightSlot(kindOf(word, sense), feature))
      ])
    })),
    weight: (total / (labels.length * Math.max(count.get(label) ?? 1, 1))) ** balance
  }
}

/** A fixed order that looks random: the same at every run. */
let seed = 1
const random = () => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
  return seed / 2 ** 32
}

const weights = new Float64Array(weightSlots)
const squares = new Float64Array(weightSlots).fill(1e-3)
const average = new Float64Array(weightSlots)
const prepared = [
  ...training.map(prepare),
  ...templateExamples(labelsOf)
    .map(prepare)
    .map((example) => ({ ...example, weight: example.weight * templateWeight }))
]
for (let epoch = 0; epoch < epochs; epoch++) {
  for (let i = prepared.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    const swap = prepared[i]!
    prepared[i] = prepared[j]!
    prepared[j] = swap
  }
  for (const { label, senses, weight } of prepared) {
    const scores = senses.map(({ slots }) => slots.reduce((sum, slot) => sum + weights[slot]!, 0))
    const top = Math.max(...scores)
    const exps = scores.map((score) => Math.exp(score - top))
    const total = exps.reduce((a, b) => a + b, 0)
    senses.forEach(({ label: sense, slots }, k) => {
      const gradient = weight * (exps[k]! / total - (sense === label ? 1 : 0))
      if (Math.abs(gradient) < 1e-3) return
      for (const slot of slots) {
        const g = gradient + decay * prepared.length * weights[slot]! * 0.01
        squares[slot]! += g * g
        weights[slot]! -= (rate * g) / Math.sqrt(squares[slot]!)
      }
    })
  }
  if (epoch >= epochs / 2)
    for (let slot = 0; slot < weightSlots; slot++) average[slot]! += weights[slot]! / Math.ceil(epochs / 2)
}

const cmudict = new Map(readCmudict().map(({ word, pronunciations }) => [word, pronunciations]))
/** Sounds without what dictionaries write in different ways: reduced vowels, secondary stress, vowels that merge. */
const broad = (sounds: ReadonlyArray<string>) =>
  sounds
    .join(" ")
    .replaceAll("AO", "AA")
    .replace(/IY(\d) R\b/g, "IH$1 R")
    .replace(/\b(?:AH|IH|EH|AE)[02]/g, "@")
    .replace(/[02]/g, "")
/** The dictionary's own way of writing a sense, when it has one with the same sounds. */
const soundsOfLabel = (word: string, label: string): ReadonlyArray<string> => {
  const said = soundsOf(phonemesOfIpa(ipa.get(label) ?? "") ?? [])
  const same = (cmudict.get(word) ?? []).find((known) => broad(known) === broad(said))
  return same ?? said
}

const text = (value: string) => [value.length, ...Buffer.from(value, "ascii")]
const table: Array<number> = []
let senseCount = 0
for (const [word, labels] of labelsOf) {
  for (const label of labels) {
    const sounds = soundsOfLabel(word, label).map((sound) => arpabetSymbols.indexOf(sound))
    table.push(...text(word), ...text(label), ...text(kindOf(word, label)), sounds.length, ...sounds)
    senseCount++
  }
}
const low: Array<number> = []
const high: Array<number> = []
const values: Array<number> = []
let previous = 0
for (let slot = 0; slot < weightSlots; slot++) {
  const value = Math.max(-127, Math.min(127, Math.round(average[slot]! / weightStep)))
  if (value === 0 || Math.abs(average[slot]!) < smallest) continue
  low.push((slot - previous) & 255)
  high.push((slot - previous) >> 8)
  values.push(value & 255)
  previous = slot
}
const head = Buffer.alloc(12)
head.writeUInt32LE(homographsMagic, 0)
head.writeUInt32LE(senseCount, 4)
head.writeUInt32LE(values.length, 8)
const bytes = Buffer.concat([head, ...[table, low, high, values].map((stream) => Buffer.from(stream))])
writeModelFile("homographs.bin", bytes)
writeManifest()

const model = new HomographModel(bytes)
console.log(`homographs.bin: ${senseCount} senses, ${values.length} weights, ${bytes.length} bytes`)
console.log({
  training: scoreHomographs(training, model),
  heldOut: scoreHomographs(heldOut, model),
  sentences: heldOut.length
})
