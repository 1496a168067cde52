import type { Comparison } from '../../bench/compare.ts'
import { familyNames } from '../../net/address-text.ts'
import type { Palette } from '../palette.ts'
import { countOf, formatCount } from '../quantity.ts'
import { alignedRows } from './aligned-rows.ts'

/** What became of each row since the baseline; what is no more than noise is counted alone. */
export function formatComparison(rows: readonly Comparison[], palette: Palette): string {
  const told = rows.filter(({ verdict }) => verdict !== 'noise')
  const lines = alignedRows(told.map(cells)).map((line, index) => {
    return told[index]?.verdict === 'loss' ? palette.red(line) : palette.green(line)
  })
  const losses = told.filter(({ verdict }) => verdict === 'loss').length
  const counts = [
    countOf(losses, 'loss', 'losses'),
    countOf(told.length - losses, 'gain'),
    `${formatCount(rows.length - told.length)} within the noise`,
  ]
  return `${[...lines, `against the baseline: ${counts.join(', ')}`].join('\n')}\n`
}

function cells({
  family,
  prefixes,
  contest,
  contender,
  ratio,
  noise,
  verdict,
}: Comparison): readonly string[] {
  const place = `${verdict}  ${familyNames[family]} ${formatCount(prefixes)}  ${contest}  ${contender}`
  return [place, `x ${ratio.toFixed(2)}`, `noise x ${(1 + noise).toFixed(2)}`]
}
