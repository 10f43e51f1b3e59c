import { rm } from "node:fs/promises"
import type { TestProject } from "vitest/node"
import { makeProject, type Project } from "../src/project.ts"

declare module "vitest" {
  export interface ProvidedContext {
    /** The project into which all packages are installed, once for all tests. */
    readonly project: Project
  }
}

/** Makes the project before the first test, and removes it after the last. */
export default async function setup(tests: TestProject) {
  const project = await makeProject()
  tests.provide("project", project)
  return () => rm(project.folder, { recursive: true, force: true })
}
