import { countOf } from '../../report/quantity.ts'
import { microsToSeconds } from '../../sim/time.ts'
import type { LadderRow } from './ladder.ts'

/** The ladder as the text of a Mermaid sequence diagram. */
export function mermaidText(rows: readonly LadderRow[], names: readonly string[]): string {
  const [first = '', last = ''] = [names[0], names.at(-1)]
  const aliases = new Map(names.map((name, index) => [name, `n${index}`]))
  const lines = rows.map((row) => {
    if (row.kind === 'quiet') {
      return `Note over ${aliases.get(first)},${aliases.get(last)}: ${countOf(row.keepalives, 'KEEPALIVE')}`
    }
    const arrow = row.receivedAt === undefined ? '-x' : '->>'
    const at = `+${microsToSeconds(row.sentAt).toFixed(6)}`
    return `${aliases.get(row.from)}${arrow}${aliases.get(row.to)}: ${at} ${row.words.replaceAll(/[;#]/g, ' ')}`
  })
  const participants = names.map((name) => `participant ${aliases.get(name)} as ${name}`)
  return `${['sequenceDiagram', ...[...participants, ...lines].map((line) => `  ${line}`)].join('\n')}\n`
}
