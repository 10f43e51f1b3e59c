import { readFileSync } from "node:fs"
import { open } from "./test/data.ts"
import { readHomographs } from "../../../tooling/text-training/src/homographData.ts"
const text = readHomographs("/work/shared/conformance/homographs-train.tsv.gz").slice(0, 8000).map((e) => e.sentence).join(" ")
const w = text.split(" ").length
for (let k = 0; k < 2; k++) { const s = open(); const c0 = process.cpuUsage(); for (let i = 0; i < text.length; i += 512) s.push(text.slice(i, i + 512)); s.end(); const d = process.cpuUsage(c0); console.log(Math.round(w / ((d.user + d.system) / 1e6))) }
