import type { BenchName } from "./benches.ts"
import type { Table } from "./table.ts"

const table = (
  title: string,
  columns: ReadonlyArray<string>,
  ...rows: ReadonlyArray<ReadonlyArray<string>>
): Table => ({ title: `Others: ${title}`, columns, rows })

/** Figures that others publish, or that were measured on their work, to be read beside ours. */
export const peers: Readonly<Partial<Record<BenchName, Table>>> = {
  latency: table(
    "to a first sound, compute only",
    ["system", "ms", "where"],
    ["Piper medium's network, onnxruntime-node", "100-200", '2 cores, measured: "Quick test."'],
    ["Orca", "17.5", "Ryzen 7 5700X, published by Picovoice"],
    ["Piper low", "87", "the same"],
    ["Pocket TTS", "115", "the same"],
    ["Kokoro", "2058", "the same"],
    ["our models alone, first trial", "5.4", "2 cores, measured: 256 samples, bare"]
  ),
  "first-audio": table(
    "first token in to first sound out, tokens at 61.5 a second (Picovoice's benchmark, Ryzen 7 5700X)",
    ["system", "ms", "waits for"],
    ["Orca", "106", "about 5 tokens"],
    ["ElevenLabs WebSocket", "335", "-"],
    ["espeak-ng", "1614", "the whole reply"],
    ["Piper low", "1720", "the whole reply"],
    ["Pocket TTS", "1864", "the whole reply"],
    ["Kokoro", "3658", "the whole reply"]
  ),
  throughput: table(
    "core-hours per hour of audio (Picovoice's benchmark), to compare with cpu_rtf_1_thread",
    ["system", "core-hours"],
    ["Orca", "0.065"],
    ["Piper low", "0.352"],
    ["Pocket TTS", "0.375"],
    ["Kokoro", "1.28"]
  ),
  memory: table(
    "peak memory (Picovoice's benchmark)",
    ["system", "MB"],
    ["Orca", "37-47"],
    ["Pocket TTS", "594-661"],
    ["Kokoro", "1402-2327"],
    ["Piper", "up to 20,991, on 8,000 characters"]
  ),
  voice: table(
    "the same scorers, speed and size",
    ["system", "bvcc", "ovrl", "other"],
    ["LJ Speech, natural", "4.16", "3.25", ""],
    ["the same, copied by HiFi-GAN V2", "3.78", "3.25", ""],
    ["Kokoro and ZipVoice demonstrations", "2.9-3.3", "3.2-3.4", ""],
    ["espeak-ng", "2.4-2.8", "2.7-2.9", "word errors 5 x flite rms"],
    ["flite slt", "2.0", "2.5", "word errors 1.5 x flite rms"],
    ["flite rms", "2.35", "3.1", ""],
    ["the trial of this voice, copy", "3.50", "3.12", "RTF 0.013, first 256 samples 5.4 ms, load 202 ms, 21 MB"],
    ["the trial of this voice, text to speech", "2.93", "2.97", "word errors about 2 x flite rms"],
    ["Piper medium", "-", "-", "61 MB"]
  )
}
