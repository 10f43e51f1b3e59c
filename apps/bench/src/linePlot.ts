/** A line of a plot. */
export interface Series {
  readonly name: string
  readonly points: ReadonlyArray<readonly [x: number, y: number]>
}

/** One plot: axes with units, and lines. */
export interface Panel {
  readonly title: string
  readonly xLabel: string
  readonly yLabel: string
  readonly series: ReadonlyArray<Series>
}

const width = 760
const panelHeight = 300
const margin = { left: 64, right: 24, top: 40, bottom: 64 }
/** Okabe and Ito's colours, which the colour-blind can tell apart: https://jfly.uni-koeln.de/color/ */
const colours = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00"]

const escaped = (text: string) =>
  text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;")

/** Round values from 0 or below up to the largest, about `count` of them. */
export const ticks = (least: number, most: number, count: number): ReadonlyArray<number> => {
  const span = Math.max(most - least, Number.MIN_VALUE)
  const rough = span / count
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough)!
  const first = Math.floor(least / step)
  const last = Math.ceil(most / step)
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)))
}

const label = (value: number) => value.toLocaleString("en-US", { maximumFractionDigits: 6 })

const text = (x: number, y: number, content: string, attributes = "") =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${attributes}>${escaped(content)}</text>`

const drawPanel = (panel: Panel, top: number): string => {
  const points = panel.series.flatMap((series) => series.points)
  const xTicks = ticks(0, Math.max(1e-9, ...points.map(([x]) => x)), 8)
  const yTicks = ticks(0, Math.max(1e-9, ...points.map(([, y]) => y)), 5)
  const plot = {
    left: margin.left,
    right: width - margin.right,
    top: top + margin.top,
    bottom: top + panelHeight - margin.bottom
  }
  const x = (value: number) => plot.left + (value / xTicks.at(-1)!) * (plot.right - plot.left)
  const y = (value: number) => plot.bottom - (value / yTicks.at(-1)!) * (plot.bottom - plot.top)
  const parts = [text(plot.left, top + 22, panel.title, 'font-weight="bold"')]
  for (const tick of yTicks) {
    parts.push(
      `<line x1="${plot.left}" x2="${plot.right}" y1="${y(tick).toFixed(1)}" y2="${y(tick).toFixed(1)}" stroke="#ddd"/>`,
      text(plot.left - 8, y(tick) + 4, label(tick), 'text-anchor="end"')
    )
  }
  for (const tick of xTicks) {
    parts.push(
      `<line x1="${x(tick).toFixed(1)}" x2="${x(tick).toFixed(1)}" y1="${plot.bottom}" y2="${plot.bottom + 4}" stroke="#444"/>`,
      text(x(tick), plot.bottom + 18, label(tick), 'text-anchor="middle"')
    )
  }
  const middle = (plot.top + plot.bottom) / 2
  parts.push(
    `<path d="M${plot.left} ${plot.top}V${plot.bottom}H${plot.right}" fill="none" stroke="#444"/>`,
    text((plot.left + plot.right) / 2, plot.bottom + 36, panel.xLabel, 'text-anchor="middle"'),
    text(16, middle, panel.yLabel, `text-anchor="middle" transform="rotate(-90 16 ${middle})"`)
  )
  panel.series.forEach((series, i) => {
    const colour = colours[i % colours.length]!
    const line = series.points.map(([px, py]) => `${x(px).toFixed(1)},${y(py).toFixed(1)}`).join(" ")
    const legend = plot.left + i * 150
    parts.push(
      `<polyline points="${line}" fill="none" stroke="${colour}" stroke-width="1.5"/>`,
      `<line x1="${legend}" x2="${legend + 20}" y1="${plot.bottom + 52}" y2="${plot.bottom + 52}" stroke="${colour}" stroke-width="3"/>`,
      text(legend + 26, plot.bottom + 56, series.name)
    )
  })
  return parts.join("\n")
}

/** Plots below each other, as an SVG document. Axes start at 0, so that growth is seen for what it is. */
export const linePlot = (panels: ReadonlyArray<Panel>): string => {
  const height = panelHeight * panels.length
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="sans-serif" font-size="12" fill="#222">`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    ...panels.map((panel, i) => drawPanel(panel, i * panelHeight)),
    "</svg>\n"
  ].join("\n")
}
