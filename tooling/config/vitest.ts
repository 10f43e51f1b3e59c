import { defineConfig } from "vitest/config"

/** What every package's tests share; a package's vitest.config.ts re-exports it. */
export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 120_000
  }
})
