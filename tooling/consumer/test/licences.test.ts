import { expect, inject, it } from "vitest"
import { isPermissive, productionTree } from "../src/licences.ts"
import { publishable } from "../src/workspace.ts"

const { folder: project } = inject("project")

it("installs nothing at run time whose licence asks for more than to be named", async () => {
  const tree = await productionTree(
    publishable.map(({ name }) => name),
    project
  )
  const names = [...tree.values()].map(({ name }) => name)
  expect(names).toEqual(expect.arrayContaining(["@parlando/speak", "effect", "onnxruntime-node", "onnxruntime-common"]))
  const others = [...tree.values()].filter(({ license }) => !isPermissive(license))
  expect(others.map(({ license, name, version }) => `${name}@${version}: ${license ?? "unknown"}`)).toEqual([])
})

it.each([
  ["MIT", true],
  ["(MIT OR GPL-3.0-only)", true],
  ["MIT AND BSD-2-Clause", true],
  ["MIT AND LGPL-2.1-or-later", false],
  ["AGPL-3.0-only", false],
  ["SEE LICENSE IN LICENSE.txt", false],
  [undefined, false]
])("reads the licence %s", (licence, permissive) => {
  expect(isPermissive(licence)).toBe(permissive)
})
