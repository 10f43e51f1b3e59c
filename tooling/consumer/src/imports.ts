const comments = /\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm
const statements = /^\s*(?:import|export)\b[^"';]*?\bfrom\s+"([^"]+)"|^\s*import\s+"([^"]+)"|\bimport\("([^"]+)"\)/gm

/** The package of a module's name, or nothing for a file and for a module of Node's own. */
const packageOf = (specifier: string): string | undefined => {
  if (specifier.startsWith(".") || specifier.startsWith("node:")) return undefined
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/")
}

/** The packages that a TypeScript module imports, types included, each once. */
export const importedPackages = (source: string): ReadonlyArray<string> => {
  const found = new Set<string>()
  for (const [, from, bare, dynamic] of source.replace(comments, "").matchAll(statements)) {
    const name = packageOf((from ?? bare ?? dynamic)!)
    if (name !== undefined) found.add(name)
  }
  return [...found]
}
