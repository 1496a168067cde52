import type { PlanLink, PlanNode, PlanView } from './plan.ts'

/** Where everything of a plan lies in a picture of some width: tiers side by side, or where that is too narrow below each other. */
export interface Layout {
  readonly width: number
  readonly height: number
  readonly isUpright: boolean
  readonly nodes: ReadonlyMap<string, Box>
  readonly links: ReadonlyMap<string, Curve>
  readonly tiers: readonly { readonly caption: string; readonly x: number; readonly y: number }[]
}

/** Its middle and its size. */
export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface Point {
  readonly x: number
  readonly y: number
}

/** A cubic Bézier curve from the first end of a link to the second. */
export type Curve = readonly [Point, Point, Point, Point]

const captions: Readonly<Record<PlanNode['role'], string>> = {
  site: 'Site',
  customer: 'Customer edge',
  provider: 'Provider',
  internet: 'Internet',
  msee: 'MSEE',
  gateway: 'Gateway',
  microsoft: 'Microsoft',
  network: 'Network',
}

export interface PictureRoom {
  readonly width: number
  readonly height: number
}

const margin = 14
const captionHeight = 26
const nodeHeight = 50
const widest = 140
const narrowest = 62
const leastGap = 34
const rowGap = 40
/** Where tiers lie below each other: links have their marks between them, and nodes what they lose. */
const uprightHeight = 42
const tierGap = 46
/** Two rows have as much room at least, so that links between them can be told apart. */
const lowRow = 110

/** No lower than what is in it needs; `room` is how high the picture may be where it needs less. */
export function layoutOf(plan: PlanView, { width, height: room }: PictureRoom): Layout {
  const tierCount = Math.max(1, ...plan.nodes.map(({ tier }) => tier + 1))
  const perTier = Math.max(1, ...tiersOf(plan).map((tier) => tier.length))
  const across = (width - 2 * margin - (tierCount - 1) * leastGap) / tierCount
  const isUpright = across < 88
  const share = isUpright ? (width - 2 * margin) / perTier - 8 : across
  const nodeWidth = Math.max(narrowest, Math.min(widest, isUpright ? share : 0.84 * share))
  const least = isUpright
    ? captionHeight + tierCount * (uprightHeight + tierGap) - tierGap / 2
    : captionHeight + Math.max(2 * lowRow, perTier * (nodeHeight + rowGap / 2)) + margin
  const height = isUpright ? least : Math.max(least, room)
  const nodes = new Map(
    plan.nodes.map((node) => {
      const along = tierCount === 1 ? 0.5 : node.tier / (tierCount - 1)
      const size = { width: nodeWidth, height: isUpright ? uprightHeight : nodeHeight }
      const box = isUpright
        ? {
            x: margin + node.share * (width - 2 * margin),
            y: captionHeight + uprightHeight / 2 + node.tier * (uprightHeight + tierGap),
          }
        : {
            x: margin + nodeWidth / 2 + along * (width - 2 * margin - nodeWidth),
            y: captionHeight + node.share * (height - captionHeight - margin),
          }
      return [node.name, { ...box, ...size }] as const
    }),
  )
  return {
    ...{ width, height, isUpright, nodes },
    links: curves(plan, nodes, isUpright),
    tiers: tierCaptions(plan, nodes, isUpright),
  }
}

function tiersOf({ nodes }: PlanView): readonly (readonly PlanNode[])[] {
  const count = Math.max(0, ...nodes.map(({ tier }) => tier + 1))
  return Array.from({ length: count }, (_, tier) => nodes.filter((node) => node.tier === tier))
}

function tierCaptions(plan: PlanView, nodes: ReadonlyMap<string, Box>, isUpright: boolean): Layout['tiers'] {
  return tiersOf(plan).flatMap((tier) => {
    const box = nodes.get(tier[0]?.name ?? '')
    if (box === undefined) return []
    const caption = [...new Set(tier.map(({ role }) => captions[role]))].join(' · ')
    return [isUpright ? { caption, x: 0, y: box.y - box.height / 2 - 5 } : { caption, x: box.x, y: 14 }]
  })
}

/** Links leave a node side by side, in the order of where they lead to. */
function curves(
  { links }: PlanView,
  nodes: ReadonlyMap<string, Box>,
  isUpright: boolean,
): ReadonlyMap<string, Curve> {
  const boxOf = (name: string): Box => {
    const box = nodes.get(name)
    if (box === undefined) throw new Error(`no place for ${name}`)
    return box
  }
  const along = ({ x, y }: Point): number => (isUpright ? y : x)
  const aside = ({ x, y }: Point): number => (isUpright ? x : y)
  const sideOf = (from: string, to: string): string => {
    const distance = along(boxOf(to)) - along(boxOf(from))
    return Math.abs(distance) < 1 ? 'beside' : distance > 0 ? 'after' : 'before'
  }
  const offset = (link: PlanLink, from: string, to: string): number => {
    const side = sideOf(from, to)
    const neighbours = links
      .filter(({ ends }) => ends.includes(from))
      .map((other) => ({ other, far: other.ends[0] === from ? other.ends[1] : other.ends[0] }))
      .filter(({ far }) => sideOf(from, far) === side)
      .sort((a, b) => aside(boxOf(a.far)) - aside(boxOf(b.far)))
    const index = neighbours.findIndex(({ other }) => other.name === link.name)
    const breadth = isUpright ? boxOf(from).width : nodeHeight
    const spacing = Math.min(14, (breadth - 12) / Math.max(1, neighbours.length - 1))
    return (index - (neighbours.length - 1) / 2) * spacing
  }
  return new Map(
    links.map((link) => {
      const [from, to] = link.ends
      const side = sideOf(from, to)
      const ends = [boxOf(from), boxOf(to)] as const
      const offsets = [offset(link, from, to), offset(link, to, from)] as const
      return [
        link.name,
        side === 'beside'
          ? besideCurve(ends, isUpright)
          : aroundOthers(throughCurve(ends, offsets, isUpright), others(nodes, link), isUpright),
      ]
    }),
  )
}

function others(nodes: ReadonlyMap<string, Box>, { ends }: PlanLink): readonly Box[] {
  return [...nodes].flatMap(([name, box]) => (ends.includes(name) ? [] : [box]))
}

/** A curve over more than one tier bends as little as it has to, lest it seem to lead through who stands between. */
function aroundOthers(curve: Curve, boxes: readonly Box[], isUpright: boolean): Curve {
  const [start, first, second, end] = curve
  for (const bend of [0, -40, 40, -80, 80, -120, 120]) {
    const bent = ({ x, y }: Point): Point => (isUpright ? { x: x + bend, y } : { x, y: y + bend })
    const around: Curve = [start, bent(first), bent(second), end]
    if (!boxes.some((box) => isCrossed(box, around))) return around
  }
  return curve
}

function isCrossed({ x, y, width, height }: Box, curve: Curve): boolean {
  return Array.from({ length: 20 }, (_, step) => pointOn(curve, step / 20)).some(
    (point) => Math.abs(point.x - x) < width / 2 + 5 && Math.abs(point.y - y) < height / 2 + 5,
  )
}

function throughCurve(
  [a, b]: readonly [Box, Box],
  [offsetA, offsetB]: readonly [number, number],
  isUpright: boolean,
): Curve {
  const isBackwards = isUpright ? b.y < a.y : b.x < a.x
  const sign = isBackwards ? -1 : 1
  const [start, end] = isUpright
    ? [
        { x: a.x + offsetA, y: a.y + (sign * a.height) / 2 },
        { x: b.x + offsetB, y: b.y - (sign * b.height) / 2 },
      ]
    : [
        { x: a.x + (sign * a.width) / 2, y: a.y + offsetA },
        { x: b.x - (sign * b.width) / 2, y: b.y + offsetB },
      ]
  const pull = 0.42
  return isUpright
    ? [
        start,
        { x: start.x, y: start.y + (end.y - start.y) * pull },
        { x: end.x, y: end.y - (end.y - start.y) * pull },
        end,
      ]
    : [
        start,
        { x: start.x + (end.x - start.x) * pull, y: start.y },
        { x: end.x - (end.x - start.x) * pull, y: end.y },
        end,
      ]
}

/** Between two of one tier: straight where they are neighbours, and around what lies between where they are not. */
function besideCurve([a, b]: readonly [Box, Box], isUpright: boolean): Curve {
  const distance = isUpright ? b.x - a.x : b.y - a.y
  const size = isUpright ? a.width : a.height
  const sign = distance < 0 ? -1 : 1
  const isNear = Math.abs(distance) < 2.4 * size
  if (isUpright) {
    const bulge = isNear ? 0 : 40
    return [
      { x: a.x + (sign * size) / 2, y: a.y },
      { x: a.x + (sign * size) / 2, y: a.y + bulge },
      { x: b.x - (sign * size) / 2, y: b.y + bulge },
      { x: b.x - (sign * size) / 2, y: b.y },
    ]
  }
  if (isNear) {
    const [start, end] = [
      { x: a.x, y: a.y + (sign * size) / 2 },
      { x: b.x, y: b.y - (sign * size) / 2 },
    ]
    return [start, start, end, end]
  }
  const side = a.x + a.width / 2
  return [
    { x: side, y: a.y + sign * 8 },
    { x: side + 34, y: a.y + sign * 8 },
    { x: side + 34, y: b.y - sign * 8 },
    { x: side, y: b.y - sign * 8 },
  ]
}

/** The point at a share of the way, from 0 to 1. */
export function pointOn([a, b, c, d]: Curve, share: number): Point {
  const rest = 1 - share
  const [wa, wb, wc, wd] = [rest ** 3, 3 * rest ** 2 * share, 3 * rest * share ** 2, share ** 3]
  return { x: wa * a.x + wb * b.x + wc * c.x + wd * d.x, y: wa * a.y + wb * b.y + wc * c.y + wd * d.y }
}

/** Where the curve leads there, in degrees. */
export function angleOn(curve: Curve, share: number): number {
  const before = pointOn(curve, Math.max(0, share - 0.01))
  const after = pointOn(curve, Math.min(1, share + 0.01))
  return (Math.atan2(after.y - before.y, after.x - before.x) * 180) / Math.PI
}

export function pathOf([a, b, c, d]: Curve): string {
  return `M${a.x} ${a.y}C${b.x} ${b.y} ${c.x} ${c.y} ${d.x} ${d.y}`
}
