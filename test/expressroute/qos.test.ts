import test from 'ava'
import type { Era, PeeringKind } from '../../src/expressroute/design.ts'
import { mseeMarking, qosClasses } from '../../src/expressroute/qos.ts'
import { classOfMark, markAfter } from '../../src/sim/load/traffic-class.ts'

const [ef, af41, af31, cs3, af21, af11] = [46, 34, 26, 24, 18, 10]
const weights = { interactive: 3, default: 1 }

const classes: readonly { readonly era: Era; readonly marks: Readonly<Record<string, readonly number[]>> }[] =
  [
    { era: '2017', marks: { Voice: [ef], Interactive: [af41, af21, cs3], Default: [af11, 0] } },
    { era: 'current', marks: { Voice: [ef], Interactive: [af41, af21], Default: [af11, 0] } },
  ]

for (const { era, marks } of classes) {
  test(`${era}: the classes are those of Microsoft's table, and Voice comes before what has a weight`, (t) => {
    const all = qosClasses(weights, era)
    t.deepEqual(Object.fromEntries(all.map((one) => [one.name, one.marks])), marks)
    t.deepEqual(
      all.map(({ weight }) => weight),
      [undefined, 3, 1],
    )
  })
}

const rows: readonly {
  readonly era: Era
  readonly peering: PeeringKind
  /** From what a packet comes to an MSEE with to what it leaves it with. */
  readonly marks: readonly (readonly [number, number])[]
  readonly servesVoice: 'first' | 'like the rest'
}[] = [
  {
    ...{ era: '2017', peering: 'microsoft', servesVoice: 'first' },
    marks: [
      [ef, ef],
      [af41, af41],
      [cs3, cs3],
      [af21, af21],
      [af11, af11],
      [af31, 0],
      [0, 0],
    ],
  },
  {
    ...{ era: 'current', peering: 'microsoft', servesVoice: 'first' },
    marks: [
      [ef, ef],
      [af41, af41],
      [cs3, 0],
      [af21, af21],
      [af11, af11],
      [af31, 0],
      [0, 0],
    ],
  },
  {
    ...{ era: '2017', peering: 'private', servesVoice: 'like the rest' },
    marks: [
      [ef, 0],
      [af41, 0],
      [af31, 0],
      [0, 0],
    ],
  },
  {
    ...{ era: '2017', peering: 'public', servesVoice: 'like the rest' },
    marks: [
      [ef, 0],
      [af41, 0],
      [af31, 0],
      [0, 0],
    ],
  },
  {
    ...{ era: 'current', peering: 'private', servesVoice: 'like the rest' },
    marks: [
      [ef, ef],
      [af41, af41],
      [af31, af31],
      [0, 0],
    ],
  },
]

for (const { era, peering, marks, servesVoice } of rows) {
  test(`${era}: what becomes of marks at an MSEE of ${peering} peering`, (t) => {
    const { kept, isHeeded } = mseeMarking(peering, era)
    const treatment = { kept: kept && new Set(kept), isHeeded }
    t.deepEqual(
      marks.map(([mark]) => [mark, markAfter(mark, treatment)]),
      marks,
    )
    t.is(classOfMark(ef, treatment, new Map([[ef, 0]]), 3), servesVoice === 'first' ? 0 : 2)
  })
}
