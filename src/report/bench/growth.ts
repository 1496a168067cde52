import type { BenchSection } from '../../bench/run-bench.ts'
import { familyNames } from '../../net/address-text.ts'
import type { Palette } from '../palette.ts'
import { formatCount } from '../quantity.ts'
import { alignedRows } from './aligned-rows.ts'
import { contestNames } from './bench-table.ts'
import { formatNanoseconds, significant } from './figures.ts'

const blocks = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█']

/** How the time for each operation grows with the table: sections are of one family, the smallest first. */
export function formatGrowth(sections: readonly BenchSection[], { bold, dim }: Palette): string {
  const [smallest] = sections
  if (smallest === undefined) return ''
  const heads = ['time each', '', ...sections.map(({ prefixes }) => formatCount(prefixes)), 'grows', '']
  const rows = contestNames(smallest).flatMap((contest) => {
    const measured = smallest.measurements.filter((one) => one.contest === contest)
    return measured
      .filter(({ kind }) => kind === 'ours' || kind === 'peer')
      .map(({ contender }, index) => growthRow(sections, contest, contender, index === 0 ? contest : ''))
  })
  const [head = '', ...lines] = alignedRows([heads, ...rows])
  return [bold(`${familyNames[smallest.family]}, how cost grows`), dim(head), ...lines].join('\n')
}

function growthRow(
  sections: readonly BenchSection[],
  contest: string,
  contender: string,
  title: string,
): readonly string[] {
  const times = sections.map(({ measurements }) => {
    const found = measurements.find((one) => one.contest === contest && one.contender === contender)
    return found?.nanoseconds.median ?? Number.NaN
  })
  const most = Math.max(...times)
  const bars = times.map((time) => blocks[Math.ceil((blocks.length * time) / most) - 1] ?? ' ').join('')
  const growth = (times.at(-1) ?? Number.NaN) / (times[0] ?? Number.NaN)
  return [title, contender, ...times.map(formatNanoseconds), `x ${significant(growth)}`, bars]
}
