// A process of its own that loads a voice, cold, and prints the milliseconds that it took from the first import on:
//
//   graphs FILE...   onnxruntime and the graphs, and nothing else
//   speech           all that the speech layer opens: workers, text frontend, verified files, graphs
import { readFileSync } from "node:fs"

const [what, ...files] = process.argv.slice(2)

const loadGraphs = async () => {
  const { InferenceSession } = await import("onnxruntime-node")
  for (const file of files) {
    await InferenceSession.create(readFileSync(file), { intraOpNumThreads: 1, logSeverityLevel: 3 })
  }
}

const loadSpeech = async () => {
  const { openVoice } = await import("@parlando/speak")
  await openVoice({ workers: 1 })
}

const started = performance.now()
await (what === "graphs" ? loadGraphs() : loadSpeech())
process.stdout.write(String(performance.now() - started))
process.exit(0)
