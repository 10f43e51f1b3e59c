import shared from "@parlando/config/vitest"
import { mergeConfig } from "vitest/config"

export default mergeConfig(shared, { test: { globalSetup: ["./test/setup.ts"], testTimeout: 60_000 } })
