/** What a daemon's JSON holds, taken apart without trusting it. */
export type JsonObject = Readonly<Record<string, unknown>>

export function readJson(text: string): unknown {
  return JSON.parse(text)
}

/** The value as an object; one without keys where it is none. */
export function objectIn(value: unknown): JsonObject {
  return isObject(value) ? value : {}
}

export function listIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

export function textIn(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

export function numberIn(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && Object(value) === value && !Array.isArray(value)
}
