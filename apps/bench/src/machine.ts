import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { cpus, loadavg, release, totalmem, type } from "node:os"
import { setTimeout as sleep } from "node:timers/promises"

/** What the figures were measured on. */
export interface Machine {
  readonly cpu: string
  readonly cores: number
  readonly memoryGb: number
  readonly os: string
  readonly node: string
  readonly onnxruntime: string
  /** The one-minute load average before the bench. */
  readonly loadAverage: number
  /** Share of all cores that others were using just before the bench, in percent. */
  readonly busyPercent: number
}

/** Above this share of busy cores times are not to be trusted. */
const quietPercent = 5

const distribution = (): string => {
  try {
    const name = /^PRETTY_NAME="?([^"\n]*)"?$/m.exec(readFileSync("/etc/os-release", "utf8"))?.[1]
    return name === undefined ? "" : ` (${name})`
  } catch {
    return ""
  }
}

const packageVersion = (name: string): string =>
  (createRequire(import.meta.url)(`${name}/package.json`) as { version: string }).version

const ticks = () => {
  let idle = 0
  let all = 0
  for (const { times } of cpus()) {
    idle += times.idle
    all += times.user + times.nice + times.sys + times.idle + times.irq
  }
  return { idle, all }
}

/** Looks at the machine; takes a second to see how busy it is. */
export const readMachine = async (): Promise<Machine> => {
  const before = ticks()
  await sleep(1000)
  const after = ticks()
  const all = Math.max(1, after.all - before.all)
  return {
    cpu: cpus()[0]?.model.trim() ?? "unknown",
    cores: cpus().length,
    memoryGb: Number((totalmem() / 2 ** 30).toFixed(1)),
    os: `${type()} ${release()}${distribution()}`,
    node: process.version,
    onnxruntime: packageVersion("onnxruntime-node"),
    loadAverage: Number(loadavg()[0]!.toFixed(2)),
    busyPercent: Number((100 * (1 - (after.idle - before.idle) / all)).toFixed(1))
  }
}

/** The machine in lines, with a warning if others are using it. */
export const formatMachine = (machine: Machine): string => {
  const lines = [
    `machine   ${machine.cpu}, ${machine.cores} cores, ${machine.memoryGb} GB, ${machine.os}`,
    `software  Node ${machine.node}, onnxruntime ${machine.onnxruntime}`,
    `load      ${machine.loadAverage} on average over a minute; ${machine.busyPercent} % of the cores were busy`
  ]
  if (machine.busyPercent > quietPercent) {
    lines.push("WARNING   the machine is not quiet, so these times are too long; stop what else runs, then repeat.")
  }
  return lines.join("\n")
}
