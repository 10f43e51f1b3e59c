import type { Pause } from "@parlando/pipeline"

/** A token taken apart: `("Hello,` has the lead `("`, the core `Hello` and the trail `,`. */
export interface Parts {
  readonly lead: string
  readonly core: string
  readonly trail: string
}

const leading = /^[\s"'“”‘’„‚«»‹›([{<¿¡*_~`|•‣⁃◦▪●·>–—-]+/u
const trailing = /[\s"'“”‘’«»‹›)\]}>*_~`|.,;:!?…。．！？、，；：–—-]+$/u

export const partsOf = (text: string): Parts => {
  const lead = leading.exec(text)?.[0] ?? ""
  const rest = text.slice(lead.length)
  const trail = trailing.exec(rest)?.[0] ?? ""
  return { lead, core: rest.slice(0, rest.length - trail.length), trail }
}

/** The pause that a run of punctuation asks for. */
export const pauseOf = (punctuation: string): Pause => {
  let pause: Pause = "none"
  for (const c of punctuation) {
    switch (c) {
      case "?":
      case "？":
        return "question"
      case "!":
      case "！":
        pause = "exclamation"
        break
      case ".":
      case "。":
      case "．":
      case "…":
        if (pause !== "exclamation") pause = "stop"
        break
      case ",":
      case ";":
      case ":":
      case "—":
      case "–":
      case "(":
      case ")":
      case "[":
      case "]":
      case "、":
      case "，":
      case "；":
      case "：":
      case "\n":
        if (pause === "none") pause = "comma"
        break
    }
  }
  return pause
}
