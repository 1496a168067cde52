import type { ScenarioSource } from '../simulator/protocol.ts'

/** The scenario that came with the page. */
export function readSource(): ScenarioSource {
  return sourceIn(JSON.parse(document.getElementById('scenario')?.textContent ?? ''))
}

/** Tells of every change of the file, where whoever serves the page watches it. */
export function followSource(changed: (source: ScenarioSource) => void): void {
  new EventSource('changes').addEventListener('changed', async () => {
    const response = await fetch('scenario')
    changed(sourceIn(await response.json()))
  })
}

function sourceIn(value: unknown): ScenarioSource {
  if (!isSource(value)) throw new Error('the page came without a scenario')
  return value
}

function isSource(value: unknown): value is ScenarioSource {
  return typeof value === 'object' && !!value && 'file' in value && 'text' in value && 'prefixFiles' in value
}
