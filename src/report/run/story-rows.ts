import type { TimelineLine } from '../../scenario/result/run-result.ts'
import type { Paint, Palette } from '../palette.ts'
import { formatMoment } from '../quantity.ts'
import { longest, wrap } from '../wrap.ts'

/** What happened when, each in as many lines as it takes. */
export function storyRows(
  lines: readonly TimelineLine[],
  { palette, columns }: { readonly palette: Palette; readonly columns: number },
): readonly string[] {
  const moments = lines.map(({ atSeconds }) => formatMoment(atSeconds))
  const width = longest(moments)
  return lines.flatMap(({ text, headline }, index) => {
    const moment = (moments[index] ?? '').padStart(width)
    const [first = '', ...rest] = wrap(text, columns - width - 8)
    const paint = headline ? plainly : palette.dim
    const continued = rest.map((line) => `${' '.repeat(width + 7)}${paint(line)}`)
    return [`   ${palette.cyan(moment)} s  ${paint(first)}`, ...continued]
  })
}

const plainly: Paint = (text) => text
