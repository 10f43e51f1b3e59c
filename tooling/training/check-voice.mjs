#!/usr/bin/env node
// Checks a voice folder with ONNX Runtime: signatures, stepwise against whole, speed, load time.
//   node check-voice.mjs VOICE [level]     (from a folder where onnxruntime-node can be found)
import { spawnSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { join } from "node:path"

const [voice, only] = process.argv.slice(2)
const ort = createRequire(join(process.cwd(), "package.json"))("onnxruntime-node")
const manifest = JSON.parse(readFileSync(join(voice, "voice.json"), "utf8"))
const { hop, sampleRate, melBins } = manifest
const width = melBins + 2
const options = {
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  graphOptimizationLevel: "all",
  executionMode: "sequential"
}
const float = (data, shape) => new ort.Tensor("float32", data, shape)

/** Seeded white noise of unit variance. */
function noiseOf(length, seed = 1) {
  let s = seed >>> 0
  const uniform = () => ((s = (Math.imul(s, 1664525) + 1013904223) >>> 0) + 0.5) / 4294967296
  return Float32Array.from({ length }, () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform()))
}
const zeros = (session) =>
  Object.fromEntries(
    session.inputMetadata
      .filter((m) => m.name.startsWith("state_"))
      .map((m) => [m.name, float(new Float32Array(m.shape.reduce((a, b) => a * b, 1)), m.shape)])
  )

/** Runs a streaming graph over rows in steps. `inputs` maps a name to [data, values a row, rank]. */
async function stream(session, inputs, output, rows, step) {
  let state = zeros(session)
  const parts = []
  for (let i = 0; i < rows; i += step) {
    const n = Math.min(step, rows - i)
    const feeds = { ...state }
    for (const [name, [data, size, shape]] of Object.entries(inputs))
      feeds[name] = float(data.slice(i * size, (i + n) * size), shape(n))
    const result = await session.run(feeds)
    parts.push(result[output].data)
    state = Object.fromEntries(Object.keys(state).map((k) => [k, result[`next_${k}`]]))
  }
  const out = new Float32Array(parts.reduce((a, p) => a + p.length, 0))
  parts.reduce((at, p) => (out.set(p, at), at + p.length), 0)
  return out
}
const furthest = (a, b) => a.reduce((m, v, i) => Math.max(m, Math.abs(v - b[i])), 0)
async function median(task, times = 60) {
  for (let i = 0; i < 8; i++) await task()
  const all = []
  for (let i = 0; i < times; i++) {
    const t = performance.now()
    await task()
    all.push(performance.now() - t)
  }
  return all.sort((a, b) => a - b)[times >> 1]
}

// a sentence of the kind the product says: "the quick test is good" and some more, with pauses at both ends
const words = "DH AH K W IH K T EH S T IH Z G UH D AH N D W IY N OW IH T W EH L "
const sentence = `SIL ${words.repeat(4)}SIL`.split(" ")
const numbers = sentence.map((p) => manifest.phonemes.indexOf(p))
const vowel = (p) => /^(A[AEHOWY]|E[HRY]|I[HY]|O[WY]|U[HW])$/.test(p)
const feedsOf = (ids) => ({
  phonemes: new ort.Tensor("int32", Int32Array.from(ids), [1, ids.length]),
  stress: new ort.Tensor(
    "int32",
    Int32Array.from(ids, (p) => (vowel(manifest.phonemes[p]) ? 2 : 0)),
    [1, ids.length]
  ),
  position: new ort.Tensor(
    "int32",
    Int32Array.from(ids, (p, i) => (i === 0 ? 4 : i === ids.length - 1 ? 7 : 0)),
    [1, ids.length]
  ),
  rate: float([1], [1]),
  pitch: float([0], [1]),
  energy: float([0], [1])
})

async function check(level) {
  const entry = manifest.levels[level]
  const started = performance.now()
  const sessions = {}
  for (const kind of ["encoder", "decoder", "vocoder"])
    sessions[kind] = await ort.InferenceSession.create(join(voice, entry[kind]), options)
  const load = performance.now() - started
  if (process.env.LOAD_ONLY) return console.log(load)
  for (const [kind, s] of Object.entries(sessions))
    console.log(
      kind,
      "in",
      s.inputMetadata.map((m) => `${m.name}:${m.type}[${m.shape}]`).join(" "),
      "out",
      s.outputNames.filter((n) => !n.startsWith("next_")).join(" ")
    )
  const encoded = await sessions.encoder.run(feedsOf(numbers))
  const durations = Array.from(encoded.durations.data, (d) => Math.max(1, Math.round(d)))
  const frames = durations.reduce((a, b) => a + b) + entry.lookaheadFrames
  const size = entry.tokenSize
  const tokens = new Float32Array(frames * size),
    offset = new Float32Array(frames),
    duration = new Float32Array(frames)
  let row = 0
  durations.forEach((d, i) => {
    for (let k = 0; k < d || (i === durations.length - 1 && row < frames); k++) {
      tokens.set(encoded.tokens.data.subarray(i * size, (i + 1) * size), row * size)
      offset[row] = Math.min(k, d - 1)
      duration[row++] = d
    }
  })
  const forDecoder = {
    tokens: [tokens, size, (n) => [1, n, size]],
    offset: [offset, 1, (n) => [1, n]],
    duration: [duration, 1, (n) => [1, n]]
  }
  const features = await stream(sessions.decoder, forDecoder, "features", frames, 1e9)
  const real = frames - entry.lookaheadFrames,
    extra = Math.ceil(entry.delaySamples / hop)
  const padded = (rows) => {
    const all = new Float32Array((real + extra) * width)
    all.set(rows.subarray(entry.lookaheadFrames * width))
    for (let i = 0; i < extra; i++) all.set(rows.subarray((frames - 1) * width), (real + i) * width)
    return all
  }
  const fed = padded(features)
  const noise = noiseOf((real + extra) * hop)
  const forVocoder = { features: [fed, width, (n) => [1, n, width]], noise: [noise, hop, (n) => [1, n * hop]] }
  const audio = await stream(sessions.vocoder, forVocoder, "audio", real + extra, 1e9)
  const report = {
    level,
    seconds: (real * hop) / sampleRate,
    peak: audio.reduce((m, v) => Math.max(m, Math.abs(v)), 0)
  }
  for (const step of [1, 3, 8, 64]) {
    const stepwise = await stream(sessions.decoder, forDecoder, "features", frames, step)
    report[`decoder_difference_${step}`] = furthest(stepwise, features)
    report[`vocoder_difference_${step}`] = furthest(
      await stream(sessions.vocoder, forVocoder, "audio", real + extra, step),
      audio
    )
    const both = { ...forVocoder, features: [padded(stepwise), width, (n) => [1, n, width]] }
    report[`audio_difference_${step}`] = furthest(
      await stream(sessions.vocoder, both, "audio", real + extra, step),
      audio
    )
  }
  const seconds = (real * hop) / sampleRate
  for (const step of [1, 8, 64])
    report[`rtf_${step}_frames`] =
      (await median(async () => {
        await stream(sessions.decoder, forDecoder, "features", frames, step)
        await stream(sessions.vocoder, forVocoder, "audio", real + extra, step)
      }, 9)) /
      1000 /
      seconds
  const short = feedsOf(numbers.slice(0, 11).concat(0))
  const first = extra + 1 + entry.lookaheadFrames
  const cut = (inputs, n) =>
    Object.fromEntries(Object.entries(inputs).map(([k, [d, s, shape]]) => [k, float(d.slice(0, n * s), shape(n))]))
  const decoderZeros = zeros(sessions.decoder),
    vocoderZeros = zeros(sessions.vocoder)
  report.encoder_12_ms = await median(() => sessions.encoder.run(short))
  report.first_256_ms = await median(async () => {
    await sessions.encoder.run(short)
    await sessions.decoder.run({ ...decoderZeros, ...cut(forDecoder, first) })
    await sessions.vocoder.run({ ...vocoderZeros, ...cut(forVocoder, extra + 1) })
  })
  report.load_ms_first = load
  report.load_ms = Array.from({ length: 5 }, () =>
    Number(
      spawnSync(process.execPath, [process.argv[1], voice, level], { env: { ...process.env, LOAD_ONLY: "1" } }).stdout
    )
  ).sort((a, b) => a - b)[2]
  console.log(JSON.stringify(report, null, 1))
  return report
}
let sound = true
for (const level of only ? [only] : Object.keys(manifest.levels)) {
  const report = await check(level)
  if (report) sound &&= Object.entries(report).every(([k, v]) => !k.includes("difference") || v < 1e-4)
}
if (!process.env.LOAD_ONLY) console.log(sound ? "stepwise equals whole" : "STEPWISE DIFFERS FROM WHOLE")
process.exit(sound ? 0 : 1)
