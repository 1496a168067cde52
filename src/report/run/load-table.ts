import { formatBandwidth } from '../../expressroute/bandwidth.ts'
import { flowArrow } from '../../scenario/result/flow-arrow.ts'
import type { FlowResult, LinkLoadResult, RunResult } from '../../scenario/result/run-result.ts'
import type { Palette } from '../palette.ts'
import { formatOctets, formatPart, formatSpan } from '../quantity.ts'
import { longest } from '../wrap.ts'

/** What flows with a rate sent, and what each link of a circuit carried each way; nothing where no flow has a rate. */
export function loadTable({ flows, links }: RunResult, palette: Palette): readonly string[] {
  return [...table(flows.flatMap(flowRow), palette), ...table(links.flatMap(linkRow), palette)]
}

interface Row {
  readonly cells: readonly string[]
  /** What is to be painted, which stands last. */
  readonly dropped: string
  readonly isClean: boolean
}

function table(rows: readonly Row[], palette: Palette): readonly string[] {
  const widths = [0, 1, 2, 3].map((column) => longest(rows.map(({ cells }) => cells[column] ?? '')))
  return rows.map(({ cells, dropped, isClean }) => {
    const padded = cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .filter((_, column) => (widths[column] ?? 0) > 0)
    return `   ${padded.join('   ')}   ${isClean ? palette.green(dropped) : palette.yellow(dropped)}`
  })
}

function flowRow({ name, direction, load }: FlowResult): readonly Row[] {
  if (load === undefined || load.sentOctets === 0) return []
  const { sentOctets, arrivedOctets, droppedOctets, droppedShare } = load
  return [
    {
      cells: [
        `${name} ${flowArrow[direction]}`,
        `${formatOctets(sentOctets)} sent`,
        `${formatOctets(arrivedOctets)} arrived`,
      ],
      dropped:
        droppedOctets === 0
          ? 'nothing dropped'
          : `${formatOctets(droppedOctets)} dropped, ${formatPart(droppedShare)} of it`,
      isClean: droppedOctets === 0,
    },
  ]
}

function linkRow(link: LinkLoadResult): readonly Row[] {
  const carried = link.classes.reduce((sum, { carriedOctets }) => sum + carriedOctets, 0)
  const dropping = link.classes.filter(({ droppedOctets }) => droppedOctets > 0)
  if (carried === 0 && dropping.length === 0) return []
  const dropped = dropping.map(({ name, droppedOctets }) => `${formatOctets(droppedOctets)} of ${name}`)
  return [
    {
      cells: [
        `${link.name} ${link.direction}`,
        `${formatOctets(carried)} carried`,
        `at most ${mbps(link.mostCarriedMbps)} of ${mbps(link.capacityMbps)}`,
        link.meteredOctets === 0 ? '' : `${formatOctets(link.meteredOctets)} metered`,
      ],
      dropped:
        dropping.length === 0
          ? 'nothing dropped'
          : `${dropped.join(', ')} dropped in ${formatSpan(link.overloadedSeconds)}`,
      isClean: dropping.length === 0,
    },
  ]
}

function mbps(value: number): string {
  return formatBandwidth(Math.round(value * 1000) / 1000)
}
