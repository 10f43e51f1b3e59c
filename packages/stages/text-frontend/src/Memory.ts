/**
 * A bounded memory of computed values: at most `capacity` recent ones and the `capacity` before them, so that frequent
 * keys stay and the size does not grow.
 */
export class Memory<A> {
  private recent = new Map<string, A>()
  private older = new Map<string, A>()
  private readonly capacity: number

  constructor(capacity: number) {
    this.capacity = capacity
  }

  /** The value of a key, computed when it is not remembered. */
  get(key: string, compute: (key: string) => A): A {
    const recent = this.recent.get(key)
    if (recent !== undefined) return recent
    const value = this.older.get(key) ?? compute(key)
    if (this.recent.size >= this.capacity) {
      this.older = this.recent
      this.recent = new Map()
    }
    this.recent.set(key, value)
    return value
  }
}
