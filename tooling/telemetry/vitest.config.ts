export { default } from "@parlando/config/vitest"
