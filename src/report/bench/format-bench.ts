import { families } from '../../net/address.ts'
import type { Palette } from '../palette.ts'
import { countOf } from '../quantity.ts'
import { formatChart } from './bench-chart.ts'
import type { BenchJson } from './bench-json.ts'
import { formatSection } from './bench-table.ts'
import { formatGrowth } from './growth.ts'

/** A run as tables and charts for a person. */
export function formatBench(
  { machine, program, seed, rounds, sections }: BenchJson,
  { palette, columns }: { readonly palette: Palette; readonly columns: number },
): string {
  const head = `${program.name} ${program.version}, node ${program.node}, ${machine}, seed ${seed}, ${countOf(rounds, 'round')}`
  const tables = sections.flatMap((section) => [
    formatSection(section, palette),
    formatChart(section, columns, palette),
  ])
  const growths = families
    .map((family) => sections.filter((section) => section.family === family))
    .filter(({ length }) => length > 1)
    .map((ofFamily) => formatGrowth(ofFamily, palette))
  return `${[palette.dim(head), ...tables, ...growths].join('\n\n')}\n`
}
